package io.lynceus.scene.people;

import java.util.ArrayList;
import java.util.List;

/**
 * A person, and the faces that are enrolled.
 *
 * @param faces at most {@value #MAX_FACES}
 */
public record Enrolment(Person person, List<EnrolledFace> faces) {
  public static final int MAX_FACES = 100;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException for too many faces
   */
  public Enrolment {
    faces = List.copyOf(faces);
    if (faces.size() > MAX_FACES) {
      throw new IllegalArgumentException("a person has at most " + MAX_FACES + " faces");
    }
  }

  /** This, with one face more. */
  public Enrolment with(EnrolledFace face) {
    List<EnrolledFace> more = new ArrayList<>(faces);
    more.add(face);
    return new Enrolment(person, more);
  }

  /** Does not name the person: it may stand in logs. */
  @Override
  public String toString() {
    return "Enrolment[" + person + ", " + faces.size() + " faces]";
  }
}
