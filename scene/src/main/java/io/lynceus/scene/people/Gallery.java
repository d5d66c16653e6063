package io.lynceus.scene.people;

import io.lynceus.model.FloatVector;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.people.FaceRows.Likeness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Everybody who is enrolled, and the decision whose face another one is. A person's score is the
 * mean cosine of the best two of their faces. Several threads may use it: many judge at once, and
 * one changes it.
 */
public final class Gallery {
  /** More people are not enrolled. */
  public static final int MAX_PERSONS = 10_000;

  /** Vectors of another length were not brought to length 1. */
  private static final double LENGTH_TOLERANCE = 0.01;

  private final JudgingRules rules;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Enrolment> byId = new TreeMap<>();
  private final Map<String, String> idsByName = new HashMap<>();
  private final Map<String, FaceRows> rowsByModel = new HashMap<>();

  /** How many people have faces that are theirs. */
  private int withFaces;

  /** An empty gallery. */
  public Gallery(JudgingRules rules) {
    this.rules = rules;
  }

  /**
   * Adds a person, or replaces what is known of one.
   *
   * @throws IllegalArgumentException when there are too many, another one has the name, or a vector
   *     cannot be compared with the others of its network; nothing has changed then
   */
  public void put(Enrolment enrolment) {
    Person person = enrolment.person();
    lock.writeLock().lock();
    try {
      String other = idsByName.get(person.name());
      if (other != null && !other.equals(person.id())) {
        throw new IllegalArgumentException("somebody else has this name: choose another one");
      }
      if (!byId.containsKey(person.id()) && byId.size() == MAX_PERSONS) {
        throw new IllegalArgumentException(
            MAX_PERSONS + " people are enrolled, the most that there may be");
      }
      requireComparable(enrolment);
      removeLocked(person.id());
      byId.put(person.id(), enrolment);
      idsByName.put(person.name(), person.id());
      withFaces += hasFaces(enrolment) ? 1 : 0;
      Map<String, List<EnrolledFace>> byModel = new TreeMap<>();
      for (EnrolledFace face : enrolment.faces()) {
        byModel.computeIfAbsent(face.model(), model -> new ArrayList<>()).add(face);
      }
      byModel.forEach(
          (model, faces) ->
              rowsByModel
                  .computeIfAbsent(model, first -> new FaceRows(faces.get(0).vector().size()))
                  .add(person, faces));
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static boolean hasFaces(Enrolment enrolment) {
    return enrolment.faces().stream().anyMatch(EnrolledFace::isTheirs);
  }

  private void requireComparable(Enrolment enrolment) {
    Map<String, Integer> sizes = new HashMap<>();
    rowsByModel.forEach((model, rows) -> sizes.put(model, rows.size()));
    for (EnrolledFace face : enrolment.faces()) {
      int size = face.vector().size();
      if (!isOfLengthOne(face.vector())
          || sizes.computeIfAbsent(face.model(), model -> size) != size) {
        throw new IllegalArgumentException(
            "a vector of the network " + face.model() + " is not like the others");
      }
    }
  }

  private static boolean isOfLengthOne(FloatVector vector) {
    double squares = 0;
    for (int i = 0; i < vector.size(); i++) {
      squares += (double) vector.get(i) * vector.get(i);
    }
    return Math.abs(squares - 1) <= LENGTH_TOLERANCE;
  }

  /** Forgets a person; false if there is none of that id. */
  public boolean remove(String id) {
    lock.writeLock().lock();
    try {
      return removeLocked(id);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean removeLocked(String id) {
    Enrolment gone = byId.remove(id);
    if (gone == null) {
      return false;
    }
    withFaces -= hasFaces(gone) ? 1 : 0;
    idsByName.remove(gone.person().name());
    rowsByModel.values().forEach(rows -> rows.remove(id));
    rowsByModel.values().removeIf(rows -> rows.rows() == 0);
    return true;
  }

  /** The person of that name. */
  public Optional<Enrolment> named(String name) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(idsByName.get(name)).map(byId::get);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Everybody. */
  public List<Enrolment> all() {
    lock.readLock().lock();
    try {
      return List.copyOf(byId.values());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Those whose time is over. */
  public List<Enrolment> over(Instant now) {
    List<Enrolment> over = new ArrayList<>(all());
    over.removeIf(enrolment -> !enrolment.person().isOver(now));
    return over;
  }

  /**
   * Whose face it is.
   *
   * @param model the network that made its vector: faces of others are not compared with it
   * @param now those whose time is over are compared with nobody
   * @return empty when that is not known: it has no vector, though it is large enough; or it is
   *     nobody's with whom it was compared, and somebody has faces of other networks only
   */
  public Optional<Identity> judge(SeenFace face, String model, Instant now) {
    Optional<Decision> not = JudgingRules.notJudged(face.quality());
    if (not.filter(decision -> decision == Decision.TOO_SMALL).isPresent()) {
      return not.map(Identity::notJudged);
    }
    if (face.vector().filter(Gallery::isOfLengthOne).isEmpty()) {
      return Optional.empty();
    }
    if (not.isPresent()) {
      return not.map(Identity::notJudged);
    }
    return judge(face.vector().get(), model, now);
  }

  private Optional<Identity> judge(FloatVector vector, String model, Instant now) {
    Compared compared = compare(vector, model);
    Optional<Person> best = Optional.empty();
    double score = Double.NEGATIVE_INFINITY;
    double next = Double.NEGATIVE_INFINITY;
    for (Likeness each : compared.alike()) {
      if (each.isPossible() && !each.person.isOver(now)) {
        double its = each.score();
        if (its > score) {
          next = score;
          score = its;
          best = Optional.of(each.person);
        } else {
          next = Math.max(next, its);
        }
      }
    }
    if (best.isEmpty() || score < rules.unsure()) {
      Optional<Float> told = best.isEmpty() ? Optional.empty() : Optional.of((float) score);
      return compared.withAll()
          ? Optional.of(new Identity(Decision.UNKNOWN, Optional.empty(), told))
          : Optional.empty();
    }
    boolean sure = score >= rules.known() && score - next >= rules.margin();
    return Optional.of(
        new Identity(
            sure ? Decision.KNOWN : Decision.UNSURE,
            best.map(Person::name),
            Optional.of((float) score)));
  }

  /**
   * What a comparison showed.
   *
   * @param withAll whether the face was compared with everybody who has faces
   */
  private record Compared(List<Likeness> alike, boolean withAll) {}

  private Compared compare(FloatVector vector, String model) {
    lock.readLock().lock();
    try {
      FaceRows rows = rowsByModel.get(model);
      List<Likeness> alike =
          rows == null || rows.size() != vector.size() ? List.of() : rows.compare(vector);
      return new Compared(alike, alike.stream().filter(Likeness::isKnown).count() == withFaces);
    } finally {
      lock.readLock().unlock();
    }
  }
}
