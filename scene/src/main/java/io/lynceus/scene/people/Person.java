package io.lynceus.scene.people;

import java.time.Instant;

/**
 * Somebody whose faces are enrolled.
 *
 * @param id random, 32 hexadecimal digits: names and files may change, this does not
 * @param name as replies have it, 1 to {@value #MAX_NAME_CHARS} characters in one line
 * @param note for people, at most {@value #MAX_NOTE_CHARS} characters; may be empty
 * @param consent where the consent of the person, or another ground, is kept: such as the number of
 *     a form; at most {@value #MAX_NOTE_CHARS} characters; may be empty
 * @param created when the person was enrolled
 * @param until the end: from then on the person is compared with nobody, and erased
 */
public record Person(
    String id, String name, String note, String consent, Instant created, Instant until) {
  public static final int MAX_NAME_CHARS = 64;
  public static final int MAX_NOTE_CHARS = 500;

  /**
   * Checks the texts.
   *
   * @throws IllegalArgumentException for a text of another form; says which
   */
  public Person {
    if (id.length() != 32 || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new IllegalArgumentException("the id of a person has 32 hexadecimal digits");
    }
    require("name", name, MAX_NAME_CHARS);
    require("note", note, MAX_NOTE_CHARS);
    require("consent", consent, MAX_NOTE_CHARS);
    if (name.isBlank() || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "the name of a person has 1 to %d characters, and no blanks around it"
              .formatted(MAX_NAME_CHARS));
    }
  }

  private static void require(String what, String text, int mostChars) {
    if (text.length() > mostChars || text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the %s of a person is one line of at most %d characters".formatted(what, mostChars));
    }
  }

  /** Whether the person's time is over. */
  public boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /** The same person, under another name. */
  public Person withName(String other) {
    return new Person(id, other, note, consent, created, until);
  }

  /** Does not name the person: it may stand in logs. */
  @Override
  public String toString() {
    return "Person[" + id + "]";
  }
}
