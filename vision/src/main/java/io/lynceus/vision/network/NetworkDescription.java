package io.lynceus.vision.network;

import io.lynceus.model.network.NetworkId;
import java.util.Optional;

/**
 * A network as its {@code model.conf} describes it; {@code docs/networks.md} explains the file.
 * {@link ModelConf} reads and checks it. Immutable.
 *
 * @param id its name and version
 * @param kind how its outputs are read
 * @param input what it takes
 * @param outputs what it puts out, and the labels of its classes
 * @param rules what counts of what it finds; of kinds that find no boxes, they have no meaning
 * @param alignment where it wants the parts of a face; absent for all but networks for faces that
 *     make vectors
 * @param provenance where it comes from
 */
public record NetworkDescription(
    NetworkId id,
    NetworkKind kind,
    NetworkInput input,
    OutputForm outputs,
    DetectionRules rules,
    Optional<FacePlaces> alignment,
    Provenance provenance) {

  /** This, of another name or version. */
  NetworkDescription withId(NetworkId other) {
    return new NetworkDescription(other, kind, input, outputs, rules, alignment, provenance);
  }
}
