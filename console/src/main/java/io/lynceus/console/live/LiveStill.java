package io.lynceus.console.live;

import io.lynceus.protocol.message.Thumbnail;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What browsers are told of a camera's latest still.
 *
 * @param number of the still among all that were heard, from 1; each is larger than those before
 * @param json an object in UTF-8, see {@link LiveJson}, from 0 to limit of its array; nobody
 *     changes it
 * @param heard when its reply was heard, in nanoseconds of the view's clock
 * @param every the usual time between two stills of the camera, in nanoseconds; 0 while only one
 *     was heard
 * @param thumbnail of the picture, where a slave has made one
 */
record LiveStill(
    long number, ByteBuffer json, long heard, long every, Optional<Thumbnail> thumbnail) {}
