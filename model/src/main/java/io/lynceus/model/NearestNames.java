package io.lynceus.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

  /** Names of usual networks, and what people call the same things. */
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
          .collect(
              Collectors.toUnmodifiableMap(
                  line -> Vocabulary.folded(line[0]), line -> Set.of(line[1].split(" "))));

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
    String word = Vocabulary.folded(wrong);
    List<String> same = some(names, name -> isSameWord(word, Vocabulary.folded(name)));
    if (!same.isEmpty()) {
      return same;
    }
    for (int slips = 1; slips <= mostSlips(word); slips++) {
      int most = slips;
      List<String> near = some(names, name -> slips(word, Vocabulary.folded(name), most) <= most);
      if (!near.isEmpty()) {
        return near;
      }
    }
    return word.length() < LEAST_PART_CHARS
        ? List.of()
        : some(names, name -> isPart(word, wrong, name));
  }

  private static List<String> some(Collection<String> names, Predicate<String> near) {
    return names.stream()
        .filter(name -> name.length() <= MOST_CHARS)
        .filter(near)
        .distinct()
        .limit(MOST_NAMES)
        .toList();
  }

  private static boolean isSameWord(String word, String name) {
    return !stems(word, name).isEmpty() || OTHER_WORDS.getOrDefault(name, Set.of()).contains(word);
  }

  /** The forms that two words have in common: cars and car, knives and knife. */
  private static Set<String> stems(String word, String other) {
    Set<String> common = stems(word);
    common.retainAll(stems(other));
    return common;
  }

  private static Set<String> stems(String word) {
    Set<String> stems = new HashSet<>(Set.of(word));
    addWithout(word, "s", "", stems);
    addWithout(word, "es", "", stems);
    addWithout(word, "ies", "y", stems);
    addWithout(word, "ves", "fe", stems);
    addWithout(word, "ves", "f", stems);
    addWithout(word, "men", "man", stems);
    return stems;
  }

  private static void addWithout(String word, String end, String instead, Set<String> stems) {
    if (word.endsWith(end) && word.length() - end.length() >= 2) {
      stems.add(word.substring(0, word.length() - end.length()) + instead);
    }
  }

  /** Short words are near to too many others. */
  private static int mostSlips(String word) {
    return Math.min(3, (word.length() + 1) / 4);
  }

  /** Whether the word is one of the name's words, or one begins with the other. */
  private static boolean isPart(String word, String wrong, String name) {
    String folded = Vocabulary.folded(name);
    return folded.startsWith(word)
        || (folded.length() > LEAST_PART_CHARS && word.startsWith(folded))
        || words(name).anyMatch(part -> words(wrong).anyMatch(own -> isSameWord(own, part)));
  }

  private static Stream<String> words(String name) {
    return Arrays.stream(name.split("[\\s_.-]+"))
        .map(Vocabulary::folded)
        .filter(part -> part.length() >= LEAST_PART_CHARS);
  }

  /** The slips between two words; more than {@code most} when it is certain that there are more. */
  private static int slips(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          slips[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = slips[i - 1][j - 1] + wrong;
        least = Math.min(least, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, slips[i - 2][j - 2] + 1);
        }
        slips[i][j] = least;
      }
    }
    return slips[a.length()][b.length()];
  }
}
