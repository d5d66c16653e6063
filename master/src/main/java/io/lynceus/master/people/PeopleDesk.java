package io.lynceus.master.people;

import io.lynceus.master.people.PeopleException.Reason;
import io.lynceus.model.FloatVector;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.people.EnrolledFace;
import io.lynceus.scene.people.Enrolment;
import io.lynceus.scene.people.Gallery;
import io.lynceus.scene.people.JudgingRules;
import io.lynceus.scene.people.Person;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is enrolled: in memory to be compared with, and on the disk. One thread of its own changes
 * both; any thread may call this. Logs and audit entries have a person's id and never the name, so
 * that an erasure leaves nothing in them.
 */
public final class PeopleDesk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeopleDesk.class);

  /** Faces that are more alike are of one picture. */
  private static final double COPY = 0.98;

  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final int ID_BYTES = 16;

  private final PeopleConfig config;
  private final PeopleVault vault;
  private final Gallery gallery;
  private final InstantSource clock;
  private final BiConsumer<String, Map<String, String>> audit;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "people");
            made.setDaemon(true);
            return made;
          });

  private PeopleDesk(
      PeopleConfig config,
      PeopleVault vault,
      Gallery gallery,
      InstantSource clock,
      BiConsumer<String, Map<String, String>> audit) {
    this.config = config;
    this.vault = vault;
    this.gallery = gallery;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Reads who is enrolled, and erases from now on those whose time is over.
   *
   * @param audit told of each change: its kind, and facts of it; returns soon
   * @throws IOException when key or folder cannot be used; the message says what to do
   */
  public static PeopleDesk open(
      PeopleConfig config, InstantSource clock, BiConsumer<String, Map<String, String>> audit)
      throws IOException {
    PeopleVault vault = PeopleVault.open(config.folder(), config.keyFile());
    Gallery gallery = new Gallery(config.rules());
    for (Enrolment enrolment : vault.all()) {
      try {
        gallery.put(enrolment);
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "people.dir: %s.person cannot be used: %s"
                .formatted(enrolment.person().id(), e.getMessage()),
            e);
      }
    }
    PeopleDesk desk = new PeopleDesk(config, vault, gallery, clock, audit);
    var unused =
        desk.thread.scheduleWithFixedDelay(desk::sweep, 0, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    return desk;
  }

  /** What faces are compared for, as the settings say. */
  public String purpose() {
    return config.purpose();
  }

  /** Whose face it is; see {@link Gallery#judge}. */
  Optional<Identity> judge(SeenFace face, String model) {
    return gallery.judge(face, model, clock.instant());
  }

  /** Everybody, by name. */
  public List<Enrolment> all() {
    return gallery.all().stream()
        .sorted(Comparator.comparing(enrolment -> enrolment.person().name()))
        .toList();
  }

  /**
   * The person of that name.
   *
   * @throws PeopleException if nobody of that name is enrolled
   */
  public Enrolment find(String name) {
    return gallery
        .named(name)
        .orElseThrow(
            () ->
                new PeopleException(
                    Reason.UNKNOWN, "nobody of that name is enrolled: GET /v1/people lists all"));
  }

  /**
   * Enrols a person, without faces yet.
   *
   * @param until the end; at most {@code people.keep} from now, which is also the default
   * @param who does it, for the audit
   * @return fails with a {@link PeopleException}
   */
  public CompletableFuture<Enrolment> add(
      String name, String note, String consent, Optional<Instant> until, Map<String, String> who) {
    return work(
        () -> {
          Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
          Instant latest = now.plus(config.keep());
          Instant end = until.orElse(latest);
          if (!end.isAfter(now) || end.isAfter(latest)) {
            throw new PeopleException(
                Reason.WRONG,
                "until is a time from now to %s: people.keep allows no later one"
                    .formatted(latest));
          }
          if (name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new PeopleException(
                Reason.WRONG,
                "the name of a person stands in paths: it has no /, and is not . or ..");
          }
          if (gallery.named(name).isPresent()) {
            throw new PeopleException(
                Reason.TAKEN, "somebody of that name is enrolled: choose another name");
          }
          Enrolment made =
              new Enrolment(new Person(newId(), name, note, consent, now, end), List.of());
          keep(made);
          tell("person-added", made, who, Map.of("until", end.toString()));
          return made;
        });
  }

  /**
   * Enrols the face of a picture.
   *
   * @param id of the person of that name when the picture came; somebody else has no such face
   * @param faces all that are seen in it
   * @param model the network that made their vectors
   * @param source hash of the picture's file
   * @return the person with the face; fails with a {@link PeopleException}
   */
  public CompletableFuture<Enrolment> enrol(
      String name,
      String id,
      List<SeenFace> faces,
      String model,
      String source,
      Map<String, String> who) {
    return work(
        () -> {
          Enrolment before = find(name);
          if (!before.person().id().equals(id)) {
            throw new PeopleException(
                Reason.UNKNOWN, "the person has been erased while the picture was looked at");
          }
          SeenFace seen = usable(faces);
          FloatVector vector = seen.vector().orElseThrow();
          for (EnrolledFace face : before.faces()) {
            if (face.isTheirs()
                && face.model().equals(model)
                && cosine(face.vector(), vector) >= COPY) {
              throw new PeopleException(
                  Reason.NO_FACE, "this face is enrolled already: send another picture");
            }
          }
          if (before.faces().size() == Enrolment.MAX_FACES) {
            throw new PeopleException(
                Reason.WRONG,
                "the person has %d faces, the most that there may be"
                    .formatted(Enrolment.MAX_FACES));
          }
          Enrolment after =
              before.with(
                  new EnrolledFace(
                      newId(), true, vector, model, seen.quality(), source, clock.instant()));
          keep(after);
          tell("face-added", after, who, Map.of("faces", String.valueOf(after.faces().size())));
          return after;
        });
  }

  private static SeenFace usable(List<SeenFace> faces) {
    if (faces.size() != 1) {
      throw new PeopleException(
          Reason.NO_FACE,
          faces.isEmpty()
              ? "no face is found in the picture: send one in which it is seen well"
              : faces.size() + " faces are in the picture: send one of this person alone");
    }
    SeenFace seen = faces.get(0);
    Optional<Decision> not = JudgingRules.notJudged(seen.quality());
    if (not.filter(decision -> decision == Decision.TOO_SMALL).isPresent()) {
      throw new PeopleException(
          Reason.NO_FACE,
          "the face is %.0f pixels high: at least %d are needed"
              .formatted(seen.quality().height(), SeenFace.LEAST_HEIGHT));
    }
    if (not.isPresent() || seen.vector().isEmpty()) {
      throw new PeopleException(
          Reason.NO_FACE,
          "the face is blurred, turned away, too dark or too bright: send a sharper picture from"
              + " the front");
    }
    return seen;
  }

  private static double cosine(FloatVector one, FloatVector other) {
    double sum = 0;
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      sum += (double) one.get(i) * other.get(i);
    }
    return sum;
  }

  /**
   * Erases a person and all faces.
   *
   * @return fails with a {@link PeopleException}
   */
  public CompletableFuture<Person> erase(String name, Map<String, String> who) {
    return work(
        () -> {
          Enrolment gone = find(name);
          forget(gone);
          tell("person-erased", gone, who, Map.of());
          return gone.person();
        });
  }

  private void sweep() {
    for (Enrolment over : gallery.over(clock.instant())) {
      try {
        forget(over);
        tell("person-ended", over, Map.of(), Map.of());
      } catch (RuntimeException e) {
        log.error("{} is over, and cannot be erased; tried again in a minute", over.person(), e);
      }
    }
  }

  private void keep(Enrolment enrolment) {
    Optional<Enrolment> before = gallery.named(enrolment.person().name());
    gallery.put(enrolment); // what it refuses must not lie on the disk: no master would start
    try {
      vault.write(enrolment);
    } catch (IOException e) {
      before.ifPresentOrElse(gallery::put, () -> gallery.remove(enrolment.person().id()));
      throw unwritable(e);
    }
  }

  private void forget(Enrolment enrolment) {
    gallery.remove(enrolment.person().id());
    try {
      vault.delete(enrolment.person().id());
    } catch (IOException e) {
      gallery.put(enrolment); // it is not forgotten before its file is gone
      throw unwritable(e);
    }
  }

  private static PeopleException unwritable(IOException why) {
    log.error("people.dir cannot be changed", why);
    return new PeopleException(
        Reason.UNWRITABLE, "people.dir cannot be changed: the master's log says why");
  }

  private void tell(
      String kind, Enrolment enrolment, Map<String, String> who, Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(who);
    facts.putAll(more);
    facts.put("person", enrolment.person().id());
    facts.put("purpose", config.purpose());
    audit.accept(kind, facts);
  }

  private <T> CompletableFuture<T> work(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.get();
          } catch (IllegalArgumentException e) {
            throw new PeopleException(Reason.WRONG, String.valueOf(e.getMessage()));
          }
        },
        thread);
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Ends what is under way; nothing may follow. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("a change of who is enrolled has not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
