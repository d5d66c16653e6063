package io.lynceus.app.truth;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All labelled pictures of a folder.
 *
 * @param source the file or files with the labels, for people
 * @param names what the labels may say: the list that the folder has, or else all that occur
 * @param pictures in the order of their names
 */
public record LabelledPictures(
    TruthFormat format, String source, SortedSet<String> names, List<LabelledPicture> pictures) {
  /** More pictures are refused. */
  static final int MAX_PICTURES = 200_000;

  /** More labels in all are refused. */
  static final int MAX_LABELS = 2_000_000;

  public LabelledPictures {
    pictures = List.copyOf(pictures);
  }

  /** Those whose names are the ones that occur. */
  static LabelledPictures ofOccurring(
      TruthFormat format, String source, List<LabelledPicture> pictures) {
    SortedSet<String> names = new TreeSet<>();
    pictures.forEach(picture -> picture.labels().forEach(label -> names.add(label.name())));
    return new LabelledPictures(format, source, names, pictures);
  }
}
