package io.lynceus.master.networks;

import io.lynceus.master.networks.OwnNetworks.OwnNetwork;
import io.lynceus.model.Analysis;
import io.lynceus.model.network.NetworkChoice;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where a master's networks lie. One thread calls the methods, again and again. */
public interface NetworkSource {
  /** Without any. */
  NetworkSource NONE =
      new NetworkSource() {
        @Override
        public String fingerprint() {
          return "";
        }

        @Override
        public List<OwnNetwork> networks() {
          return List.of();
        }

        @Override
        public Map<Analysis, NetworkChoice> chosen() {
          return Map.of();
        }
      };

  /** Changes when anything else does; cheap to ask for. */
  String fingerprint();

  /** Those that are there now. */
  List<OwnNetwork> networks() throws IOException;

  /** Those that are chosen now; one that is not there is left out. */
  Map<Analysis, NetworkChoice> chosen() throws IOException;
}
