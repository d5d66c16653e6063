package io.lynceus.vision.network;

import java.util.List;
import java.util.Map;

/**
 * A network's outputs: their names, and what {@code model.conf} says of their form where a kind
 * leaves that open.
 *
 * @param names by the part that an output plays in its kind; a part may have an output for each of
 *     the network's strides, in their order
 * @param labels of the classes, by their number; empty for kinds without labels
 * @param activation what makes scores of the network's values; only for {@code ssd}, {@code detr}
 *     and {@code classifier}
 * @param background which class means "nothing"; only for {@code ssd} and {@code detr}
 * @param priors the boxes that an {@code ssd} network corrects; empty for other kinds
 */
public record OutputForm(
    Map<String, List<String>> names,
    List<String> labels,
    Activation activation,
    Background background,
    Priors priors) {

  public OutputForm {
    names = Map.copyOf(names);
    labels = List.copyOf(labels);
  }

  /**
   * The name of an output.
   *
   * @param part one of the kind's parts with a single output
   */
  public String name(String part) {
    return names(part).get(0);
  }

  /** The names of the outputs of a part; empty where the network does not have it. */
  public List<String> names(String part) {
    return names.getOrDefault(part, List.of());
  }

  /** What makes scores of 0 to 1 of a network's values. */
  public enum Activation {
    /** They are scores already. */
    NONE,
    SIGMOID,
    /** Over all classes. */
    SOFTMAX
  }

  /** The place of the class that means "nothing" among the classes. */
  public enum Background {
    NONE,
    FIRST,
    LAST
  }

  /**
   * Boxes of fixed sizes around the centre of each cell of some grids, in the order of the output's
   * rows: grid by grid, row by row, cell by cell, size by size.
   *
   * @param grids finest first
   * @param centreVariance what the offset of a centre is multiplied with, above 0
   * @param sizeVariance what the logarithm of a size is multiplied with, above 0
   */
  public record Priors(List<Grid> grids, float centreVariance, float sizeVariance) {
    /** No priors. */
    public static final Priors NONE = new Priors(List.of(), 1, 1);

    public static final int MOST_GRIDS = 16;
    public static final int MOST_SIZES = 32;

    public Priors {
      grids = List.copyOf(grids);
    }
  }

  /**
   * One grid of priors.
   *
   * @param stride pixels of the input from cell to cell, 1 to 1024
   * @param sizes width and height in pixels of the input, at least one pair
   */
  public record Grid(int stride, List<PriorSize> sizes) {
    public Grid {
      sizes = List.copyOf(sizes);
    }
  }

  /** Width and height of a prior, in pixels of the input, above 0. */
  public record PriorSize(float width, float height) {}
}
