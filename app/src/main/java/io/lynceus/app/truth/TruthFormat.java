package io.lynceus.app.truth;

/** The forms of labels that are read. */
public enum TruthFormat {
  /** Lynceus's own: a file {@code ground_truth.json}. */
  LYNCEUS("Lynceus JSON"),
  /** A JSON file with images, annotations and categories. */
  COCO("COCO JSON"),
  /** An XML file for each picture. */
  VOC("VOC XML"),
  /** A text file for each picture, and a list of names. */
  YOLO("YOLO txt");

  private final String title;

  TruthFormat(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
