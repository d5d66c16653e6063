package io.lynceus.app.submit;

import java.nio.file.Path;

/**
 * A file to submit.
 *
 * @param path where it is
 * @param place where it belongs below a folder that it is moved to; relative
 * @param stamp what it was like when it was found
 */
record ImageFile(Path path, Path place, FileStamp stamp) {}
