package io.lynceus.model.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the names that a user may have meant by a wrong one: another spelling or number of the
 * word, another word for the same thing, a slip of the keyboard, or a part of the name.
 *
 * <p>Slips are counted by optimal string alignment (Boytsov, "Indexing methods for approximate
 * dictionary searching", 2011): one for each character that is missing, added, wrong, or swapped
 * with its neighbour.
 */
public final class NearestNames {
  private static final int MOST_NAMES = 3;

  /** No name is longer: the work for a wrong one is bounded. */
  private static final int MOST_CHARS = 64;

  private static final int LEAST_PART_CHARS = 3;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s_.-]+");

  /** By what people say: the names that usual networks have for it. The lines are by name. */
  private static final Map<String, Set<String>> OTHER_WORDS =
      Stream.of(
              "person=people persons human humans man men woman women child children boy girl adult"
                  + " pedestrian pedestrians passerby passersby intruder visitor",
              "car=automobile auto sedan suv taxi cab vehicle vehicles",
              "truck=lorry lorries van pickup vehicle vehicles",
              "bus=coach minibus omnibus vehicle vehicles",
              "motorcycle=motorbike motorbikes motobike moped scooter vehicle vehicles",
              "bicycle=bike bikes cycle pushbike cyclist",
              "airplane=aeroplane aeroplanes plane planes aircraft jet",
              "boat=ship ships vessel yacht",
              "train=tram railway locomotive",
              "traffic light=trafficsignal stoplight semaphore",
              "bird=pigeon crow gull",
              "dog=puppy hound",
              "cat=kitten",
              "cow=cattle bull ox",
              "sheep=lamb",
              "couch=sofa sofas settee",
              "tv=television televisions telly tvmonitor monitor screen",
              "cell phone=phone phones mobile mobilephone smartphone telephone",
              "potted plant=plant plants houseplant flowerpot",
              "dining table=table tables desk",
              "refrigerator=fridge fridges freezer",
              "hair drier=hairdryer dryer",
              "donut=doughnut doughnuts",
              "mouse=mice",
              "handbag=purse bag bags",
              "backpack=rucksack bag bags",
              "suitcase=luggage baggage bag bags",
              "cup=mug",
              "sports ball=ball football",
              "laptop=notebook computer")
          .map(line -> line.split("="))
          .flatMap(
              line ->
                  Stream.of(line[1].split(" "))
                      .map(word -> Map.entry(word, FoldedText.of(line[0]))))
          .collect(
              Collectors.groupingBy(
                  Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));

  private NearestNames() {}

  /** The end of a message, such as {@code : did you mean person?}; empty when no name is near. */
  public static String hint(String wrong, Collection<String> names) {
    List<String> nearest = of(wrong, names);
    return nearest.isEmpty() ? "" : ": " + question(nearest);
  }

  /** The same within a message, such as {@code (did you mean person?)} after a space. */
  public static String aside(String wrong, Collection<String> names) {
    List<String> nearest = of(wrong, names);
    return nearest.isEmpty() ? "" : " (" + question(nearest) + ")";
  }

  private static String question(List<String> nearest) {
    int last = nearest.size() - 1;
    String list = String.join(", ", nearest.subList(0, last));
    return "did you mean " + (last == 0 ? "" : list + " or ") + nearest.get(last) + "?";
  }

  /** At most three of the names, the nearest first; none when no name is near. */
  public static List<String> of(String wrong, Collection<String> names) {
    if (wrong.isBlank() || wrong.length() > MOST_CHARS) {
      return List.of();
    }
    Word word = Word.of(wrong);
    List<String> same = some(names, name -> word.isSameAs(FoldedText.of(name)));
    if (!same.isEmpty()) {
      return same;
    }
    List<String> near = withFewestSlips(word.folded(), names);
    if (!near.isEmpty() || word.folded().length() < LEAST_PART_CHARS) {
      return near;
    }
    List<Word> parts = words(wrong).map(Word::of).toList();
    return some(names, name -> isPart(word, parts, name));
  }

  private static List<String> some(Collection<String> names, Predicate<String> near) {
    return names.stream()
        .filter(name -> name.length() <= MOST_CHARS)
        .filter(near)
        .distinct()
        .limit(MOST_NAMES)
        .toList();
  }

  private static List<String> withFewestSlips(String word, Collection<String> names) {
    List<String> near = List.of();
    int fewest = Math.min(3, (word.length() + 1) / 4); // short words are near to too many others
    for (String name : names) {
      int slips = name.length() > MOST_CHARS ? MOST_CHARS : slips(word, FoldedText.of(name));
      if (slips < fewest || (slips == fewest && near.isEmpty())) {
        near = new ArrayList<>();
        fewest = slips;
      }
      if (slips == fewest && near.size() < MOST_NAMES && !near.contains(name)) {
        near.add(name);
      }
    }
    return near;
  }

  /** Whether the word is one of the name's words, or one begins with the other. */
  private static boolean isPart(Word word, List<Word> parts, String name) {
    String folded = FoldedText.of(name);
    return folded.startsWith(word.folded())
        || (folded.length() > LEAST_PART_CHARS && word.folded().startsWith(folded))
        || words(name)
            .anyMatch(
                part -> {
                  List<String> stems = Word.stemsOf(part);
                  return parts.stream().anyMatch(own -> own.isSameAs(part, stems));
                });
  }

  private static Stream<String> words(String name) {
    return BETWEEN_WORDS
        .splitAsStream(name)
        .map(FoldedText::of)
        .filter(part -> part.length() >= LEAST_PART_CHARS);
  }

  /** A wrong word with its forms, such as cars and car, and names for the same thing. */
  private record Word(String folded, List<String> stems, Set<String> meanings) {
    static Word of(String word) {
      String folded = FoldedText.of(word);
      return new Word(folded, stemsOf(folded), OTHER_WORDS.getOrDefault(folded, Set.of()));
    }

    /** Whether the name has a form of it, or is another word for the same thing. */
    boolean isSameAs(String name) {
      return isSameAs(name, stemsOf(name));
    }

    private boolean isSameAs(String name, List<String> stemsOfName) {
      return !Collections.disjoint(stems, stemsOfName) || meanings.contains(name);
    }

    private static List<String> stemsOf(String word) {
      List<String> stems = new ArrayList<>(2);
      stems.add(word);
      char last = word.isEmpty() ? ' ' : word.charAt(word.length() - 1);
      if (last == 's') {
        addWithout(word, "s", "", stems);
        addWithout(word, "es", "", stems);
        addWithout(word, "ies", "y", stems);
        addWithout(word, "ves", "fe", stems);
        addWithout(word, "ves", "f", stems);
      } else if (last == 'n') {
        addWithout(word, "men", "man", stems);
      }
      return stems;
    }

    private static void addWithout(String word, String end, String instead, List<String> stems) {
      if (word.endsWith(end) && word.length() - end.length() >= 2) {
        stems.add(word.substring(0, word.length() - end.length()) + instead);
      }
    }
  }

  /** The slips between two words. Three rows of the usual table are enough. */
  private static int slips(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          row[j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(last[j - 1] + wrong, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, beforeLast[j - 2] + 1);
        }
        row[j] = least;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
