package io.lynceus.scene.people;

import io.lynceus.model.FloatVector;
import io.lynceus.model.people.FaceQuality;
import java.time.Instant;

/**
 * A face that is known to be somebody's, or known not to be.
 *
 * @param id random, 32 hexadecimal digits
 * @param isTheirs false for a face that somebody has said is not this person's
 * @param vector of length 1
 * @param model the network that made the vector, as findings name it; vectors of different networks
 *     are never compared
 * @param source the hash of the picture's file
 * @param created when it was enrolled
 */
public record EnrolledFace(
    String id,
    boolean isTheirs,
    FloatVector vector,
    String model,
    FaceQuality quality,
    String source,
    Instant created) {}
