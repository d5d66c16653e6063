package io.lynceus.scene.presence;

import io.lynceus.model.event.BestStill;
import java.time.Instant;

/**
 * What a still says of an event.
 *
 * @param since when it began
 * @param seen the time of the last still that showed it
 * @param count how many that one showed
 * @param best the still that shows it best
 * @param shown whether this still shows that it is so: what is only remembered, or not known, keeps
 *     an event going and begins none
 */
record Claim(Instant since, Instant seen, int count, BestStill best, boolean shown) {}
