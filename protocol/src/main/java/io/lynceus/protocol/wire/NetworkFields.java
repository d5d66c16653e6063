package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.network.NetworkId;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.NetworkTaken;
import java.util.List;

/** The fields of networks: those that a slave has, and one that it is handed. */
final class NetworkFields {
  private static final int MAX_NAME_CHARS = 48;
  private static final int MAX_VERSION_CHARS = 32;
  private static final int HASH_CHARS = 64;

  /** Those of {@link HasNetworks}, in a registration too. */
  static final String LAYOUT =
      ("networks:list%d(analysis:string%d name:string%d version:string%d sha256:string%d"
              + " labels:list%d(string%d) inUse:flag) takesMore:flag")
          .formatted(
              HasNetworks.MOST,
              Analysis.MAX_KEY_CHARS,
              MAX_NAME_CHARS,
              MAX_VERSION_CHARS,
              HASH_CHARS,
              Vocabulary.MAX_LABELS,
              Findings.MAX_LABEL_CHARS);

  /** Texts of one character, but for the hash, and no labels. */
  private static final int MIN_OFFER_BYTES = 6 + HASH_CHARS;

  private NetworkFields() {}

  static void write(Output out, HasNetworks has) {
    Fields.writeCount(out, has.networks().size(), HasNetworks.MOST);
    for (NetworkOffer offer : has.networks()) {
      Fields.writeAnalysis(out, offer.analysis());
      writeId(out, offer.id());
      Fields.writeString(out, offer.sha256(), HASH_CHARS);
      List<String> labels = offer.labels().labels();
      DescriptorFields.writeLabels(out, labels, Vocabulary.MAX_LABELS);
      out.writeBoolean(offer.inUse());
    }
    out.writeBoolean(has.takesMore());
  }

  static HasNetworks read(Input in) {
    return new HasNetworks(
        Fields.readList(in, HasNetworks.MOST, MIN_OFFER_BYTES, () -> readOffer(in)),
        Fields.readFlag(in));
  }

  private static NetworkOffer readOffer(Input in) {
    return new NetworkOffer(
        Fields.readAnalysis(in),
        readId(in),
        Fields.readString(in, HASH_CHARS),
        new Vocabulary(DescriptorFields.readLabels(in, Vocabulary.MAX_LABELS), List.of()),
        Fields.readFlag(in));
  }

  private static void writeId(Output out, NetworkId id) {
    Fields.writeString(out, id.name(), MAX_NAME_CHARS);
    Fields.writeString(out, id.version(), MAX_VERSION_CHARS);
  }

  private static NetworkId readId(Input in) {
    return new NetworkId(
        Fields.readString(in, MAX_NAME_CHARS), Fields.readString(in, MAX_VERSION_CHARS));
  }

  static final class OfHasNetworks extends MessageSerializer<HasNetworks> {
    OfHasNetworks() {
      super(39, HasNetworks.class, LAYOUT);
    }

    @Override
    public void write(Kryo kryo, Output out, HasNetworks has) {
      NetworkFields.write(out, has);
    }

    @Override
    public HasNetworks read(Kryo kryo, Input in, Class<? extends HasNetworks> type) {
      return NetworkFields.read(in);
    }
  }

  static final class OfNetworkTaken extends MessageSerializer<NetworkTaken> {
    OfNetworkTaken() {
      super(
          40,
          NetworkTaken.class,
          "transfer:varlong problem:string%d".formatted(NetworkTaken.MAX_PROBLEM_CHARS));
    }

    @Override
    public void write(Kryo kryo, Output out, NetworkTaken taken) {
      out.writeVarLong(taken.transfer(), true);
      Fields.writeString(out, taken.problem(), NetworkTaken.MAX_PROBLEM_CHARS);
    }

    @Override
    public NetworkTaken read(Kryo kryo, Input in, Class<? extends NetworkTaken> type) {
      return new NetworkTaken(
          in.readVarLong(true), Fields.readString(in, NetworkTaken.MAX_PROBLEM_CHARS));
    }
  }

  static final class OfNetworkAnnounced extends MessageSerializer<NetworkAnnounced> {
    OfNetworkAnnounced() {
      super(
          24,
          NetworkAnnounced.class,
          "transfer:varlong name:string%d version:string%d sha256:string%d conf:string%d bytes:varint"
              .formatted(
                  MAX_NAME_CHARS, MAX_VERSION_CHARS, HASH_CHARS, NetworkAnnounced.MAX_CONF_CHARS));
    }

    @Override
    public void write(Kryo kryo, Output out, NetworkAnnounced network) {
      out.writeVarLong(network.transfer(), true);
      writeId(out, network.id());
      Fields.writeString(out, network.sha256(), HASH_CHARS);
      Fields.writeString(out, network.conf(), NetworkAnnounced.MAX_CONF_CHARS);
      out.writeVarInt(network.bytes(), true);
    }

    @Override
    public NetworkAnnounced read(Kryo kryo, Input in, Class<? extends NetworkAnnounced> type) {
      return new NetworkAnnounced(
          in.readVarLong(true),
          readId(in),
          Fields.readString(in, HASH_CHARS),
          Fields.readString(in, NetworkAnnounced.MAX_CONF_CHARS),
          in.readVarInt(true));
    }
  }
}
