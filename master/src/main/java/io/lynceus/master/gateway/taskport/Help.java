package io.lynceus.master.gateway.taskport;

/** What {@code HELP} answers. */
final class Help {
  /** One line of JSON. */
  static final String LINE =
      """
      {"help":[\
      "send images (JPEG, PNG, WebP, BMP) or a tar archive of them: each image gets one line of JSON",\
      "AUTH token: has to come first where the master has a token",\
      "SET key=value...: for all images that follow; an empty value takes a key back to its default",\
      "ANALYZE size=BYTES [key=value...]: exactly so many bytes follow, which are one image",\
      "STREAM: keep the connection open between images",\
      "STATUS: the cluster's slaves and tasks","PING","HELP",\
      "DRAIN name=SLAVE: give the slave no more units; RESUME name=SLAVE: give it units again",\
      "QUIT: answer what is owed, then close",\
      "keys: analyses=objects,faces,edges,corners edges=stats|png labels=LIST min-score=0..1 \
      deadline=500ms|10s|MILLISECONDS name=TEXT, with ANALYZE also id=TEXT; values with spaces in double quotes"]}""";

  private Help() {}
}
