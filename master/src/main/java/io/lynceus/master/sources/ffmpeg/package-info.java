/** Stills out of RTSP, by a child process {@code ffmpeg} for each camera. */
@NullMarked
package io.lynceus.master.sources.ffmpeg;

import org.jspecify.annotations.NullMarked;
