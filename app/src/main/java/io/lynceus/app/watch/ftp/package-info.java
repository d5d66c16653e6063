/** The FTP server to which cameras send their pictures. It keeps none of them. */
@NullMarked
package io.lynceus.app.watch.ftp;

import org.jspecify.annotations.NullMarked;
