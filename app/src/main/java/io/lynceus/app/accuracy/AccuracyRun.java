package io.lynceus.app.accuracy;

import io.lynceus.app.accuracy.AccuracyResult.Cause;
import io.lynceus.app.accuracy.AccuracyResult.Problem;
import io.lynceus.app.accuracy.LabelFinders.Sought;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Text;
import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.app.truth.LabelledPictures;
import io.lynceus.app.truth.TruthException;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.AskOptions;
import io.lynceus.model.text.FoldedText;
import io.lynceus.model.text.NearestNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One measurement: finds out what to look for, has the pictures looked at, and counts. */
final class AccuracyRun implements Examiner.Listener {
  /** Curves begin here: below, networks find nothing but noise. */
  private static final double LEAST_SCORE = 0.01;

  private final Examiner examiner;
  private final LabelledPictures labels;
  private final AccuracyTally tally;
  private final WorstPictures worst;
  private final Display display;
  private final List<Problem> problems = new ArrayList<>();
  private final SortedSet<Analysis> analyses = new TreeSet<>();

  /**
   * What is measured.
   *
   * @param leastOverlap intersection over union with which a finding is right
   * @param minScore the threshold; empty means the one in use
   * @param options what else is asked of each picture
   * @param worst how many pictures are kept to be drawn
   */
  record Question(
      String data,
      Names names,
      double leastOverlap,
      Optional<Double> minScore,
      AskOptions options,
      int worst) {}

  /**
   * Which labels count.
   *
   * @param only these; none means all that the labels name
   * @param renamed what the networks call a label, by label
   */
  record Names(List<String> only, Map<String, String> renamed) {}

  /** The result. */
  static AccuracyResult of(
      LabelledPictures labels, Examiner examiner, Question question, Display display)
      throws CommandException, InterruptedException {
    return new AccuracyRun(labels, examiner, question, display).run(question);
  }

  private AccuracyRun(
      LabelledPictures labels, Examiner examiner, Question question, Display display)
      throws CommandException {
    this.labels = labels;
    this.examiner = examiner;
    this.display = display;
    this.worst = new WorstPictures(question.worst());
    this.tally = new AccuracyTally(sought(question), question.leastOverlap(), worst);
  }

  /** Which analysis looks for each name of the labels. */
  private Map<String, Optional<Sought>> sought(Question question) throws CommandException {
    LabelFinders finders = examiner.finders();
    Map<String, String> renamed = new HashMap<>();
    question.names().renamed().forEach((from, to) -> renamed.put(FoldedText.of(from), to));
    List<String> only = question.names().only();
    Set<String> wanted = only.stream().map(FoldedText::of).collect(Collectors.toSet());
    SortedSet<String> names = new TreeSet<>(labels.names());
    names.addAll(only);
    Map<String, Optional<Sought>> sought = new HashMap<>();
    for (String name : names) {
      if (wanted.isEmpty() || wanted.contains(FoldedText.of(name))) {
        sought.put(name, finders.of(renamed.getOrDefault(FoldedText.of(name), name)));
      }
    }
    sought.values().forEach(one -> one.ifPresent(known -> analyses.add(known.analysis())));
    if (analyses.isEmpty()) {
      throw new CommandException(CommandException.USAGE, nothingKnown(finders, names));
    }
    return sought;
  }

  private static String nothingKnown(LabelFinders finders, SortedSet<String> names) {
    if (names.isEmpty()) {
      return "the labels name nothing: say by --labels what to look for, such as person,face";
    }
    String first = names.first();
    return "no network knows any of the labels, such as %s%s; see lynceus labels, and --rename"
        .formatted(Text.shown(first), NearestNames.aside(first, finders.all()));
  }

  private AccuracyResult run(Question question) throws CommandException, InterruptedException {
    Ask inUse = Ask.DEFAULT.withAnalyses(analyses).withOptions(question.options());
    Ask all = inUse.withOption("min-score", String.valueOf(LEAST_SCORE));
    if (question.minScore().isPresent()) {
      inUse = inUse.withOption("min-score", String.valueOf(question.minScore().get()));
    }
    examiner.examine(usable(), new Examiner.Looks(inUse, all), this);
    String thresholds =
        question
            .minScore()
            .map(score -> "score " + score)
            .orElseGet(() -> examiner.thresholds(List.copyOf(analyses)));
    return new AccuracyResult(
        question.data(),
        labels,
        new AccuracyResult.Rules(
            examiner.place(),
            thresholds + shown(question.options()),
            question.leastOverlap(),
            LEAST_SCORE,
            examiner.time()),
        tally.sums(),
        List.copyOf(problems),
        worst.worstFirst());
  }

  private static String shown(AskOptions options) {
    return options.values().entrySet().stream()
        .map(option -> ", " + option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining());
  }

  /** The pictures that can be looked at; the others are noted. */
  private List<LabelledPicture> usable() {
    List<LabelledPicture> usable = new ArrayList<>();
    for (LabelledPicture picture : labels.pictures()) {
      if (picture.problem().isPresent()) {
        note(picture, Cause.LABELS, picture.problem().get());
      } else if (picture.file().isEmpty()) {
        note(picture, Cause.MISSING, "there is no picture of that name, or there are several");
      } else {
        usable.add(picture);
      }
    }
    return usable;
  }

  @Override
  public void seen(LabelledPicture picture, Examiner.Seen seen) {
    try {
      tally.add(picture, picture.labelsFor(seen.width(), seen.height()), seen);
      display.step();
    } catch (TruthException e) {
      note(picture, Cause.LABELS, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void unseen(LabelledPicture picture, boolean again, String why) {
    note(picture, again ? Cause.AGAIN : Cause.BROKEN, why);
  }

  private void note(LabelledPicture picture, Cause cause, String why) {
    problems.add(new Problem(picture.name(), cause, why));
    display.note(Text.shown(picture.name()) + " is not scored: " + Text.shown(why));
    display.step();
  }
}
