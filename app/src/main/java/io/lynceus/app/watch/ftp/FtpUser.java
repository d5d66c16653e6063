package io.lynceus.app.watch.ftp;

import io.lynceus.model.Camera;

/**
 * Who may upload.
 *
 * @param camera of all the pictures of this user
 */
public record FtpUser(String name, Camera camera) {}
