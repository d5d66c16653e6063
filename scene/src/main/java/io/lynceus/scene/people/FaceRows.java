package io.lynceus.scene.people;

import io.lynceus.model.FloatVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The vectors that one network has made, one after the other in one array, to be compared by brute
 * force. The faces of a person follow each other. Not thread-safe.
 */
final class FaceRows {
  private static final int FIRST_ROWS = 64;

  private final int size;
  private float[] values;
  private Person[] owners;
  private boolean[] theirs;
  private int rows;

  /**
   * @param size numbers of a vector
   */
  FaceRows(int size) {
    this.size = size;
    values = new float[FIRST_ROWS * size];
    owners = new Person[FIRST_ROWS];
    theirs = new boolean[FIRST_ROWS];
  }

  /** Numbers of a vector. */
  int size() {
    return size;
  }

  int rows() {
    return rows;
  }

  /** Adds the faces of one network; their vectors have the size of the others. */
  void add(Person owner, List<EnrolledFace> faces) {
    faces.forEach(face -> add(owner, face));
  }

  private void add(Person owner, EnrolledFace face) {
    if (rows == owners.length) {
      int more = rows + rows / 2;
      values = Arrays.copyOf(values, Math.multiplyExact(more, size));
      owners = Arrays.copyOf(owners, more);
      theirs = Arrays.copyOf(theirs, more);
    }
    for (int i = 0; i < size; i++) {
      values[rows * size + i] = face.vector().get(i);
    }
    owners[rows] = owner;
    theirs[rows] = face.isTheirs();
    rows++;
  }

  /** Forgets all faces of a person: nothing of them stays in the array. */
  void remove(String id) {
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (owners[row].id().equals(id)) {
        continue;
      }
      if (kept != row) {
        System.arraycopy(values, row * size, values, kept * size, size);
        owners[kept] = owners[row];
        theirs[kept] = theirs[row];
      }
      kept++;
    }
    Arrays.fill(values, kept * size, rows * size, 0);
    Arrays.fill(owners, kept, rows, null);
    rows = kept;
  }

  /** How alike a person's faces are to one. */
  static final class Likeness {
    final Person person;

    /** The greatest cosine, and the one after it. */
    double best = Double.NEGATIVE_INFINITY;

    double second = Double.NEGATIVE_INFINITY;

    /** The greatest cosine of a face that is known not to be theirs. */
    double others = Double.NEGATIVE_INFINITY;

    Likeness(Person person) {
      this.person = person;
    }

    void take(double cosine, boolean isTheirs) {
      if (!isTheirs) {
        others = Math.max(others, cosine);
      } else if (cosine > best) {
        second = best;
        best = cosine;
      } else {
        second = Math.max(second, cosine);
      }
    }

    /** The mean of the best two; of a person with one face, that one. */
    double score() {
      return second == Double.NEGATIVE_INFINITY ? best : (best + second) / 2;
    }

    /** Whether there are faces that are theirs. */
    boolean isKnown() {
      return best > Double.NEGATIVE_INFINITY;
    }

    /** Whether it can be this person: no face that is not theirs is nearer. */
    boolean isPossible() {
      return isKnown() && best >= others;
    }
  }

  /** Compares a vector with every face: one answer for each person. */
  List<Likeness> compare(FloatVector vector) {
    float[] face = new float[size];
    for (int i = 0; i < size; i++) {
      face[i] = vector.get(i);
    }
    List<Likeness> all = new ArrayList<>();
    int row = 0;
    while (row < rows) {
      Likeness likeness = new Likeness(owners[row]);
      for (; row < rows && owners[row].equals(likeness.person); row++) {
        likeness.take(cosine(face, row * size), theirs[row]);
      }
      all.add(likeness);
    }
    return all;
  }

  /** Eight sums: one alone would wait for each addition before the next. */
  private double cosine(float[] face, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = 0;
    for (; i + 7 < size; i += 8) {
      int at = from + i;
      a += face[i] * values[at];
      b += face[i + 1] * values[at + 1];
      c += face[i + 2] * values[at + 2];
      d += face[i + 3] * values[at + 3];
      e += face[i + 4] * values[at + 4];
      f += face[i + 5] * values[at + 5];
      g += face[i + 6] * values[at + 6];
      h += face[i + 7] * values[at + 7];
    }
    for (; i < size; i++) {
      a += face[i] * values[from + i];
    }
    return (double) a + b + c + d + e + f + g + h;
  }
}
