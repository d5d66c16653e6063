package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Vocabulary;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The fields of an analysis's descriptor, within a registration. */
final class DescriptorFields {
  /** Kinds of findings in the wire's order, which no longer changes; new ones go to the end. */
  private static final List<FindingsKind> KINDS =
      List.of(
          FindingsKind.DETECTIONS,
          FindingsKind.POINTS,
          FindingsKind.NUMBERS,
          FindingsKind.MAP,
          FindingsKind.VECTORS);

  private static final List<AnalysisOption.Kind> OPTION_KINDS =
      List.of(
          AnalysisOption.Kind.WORD,
          AnalysisOption.Kind.LIST,
          AnalysisOption.Kind.NUMBER,
          AnalysisOption.Kind.NETWORK);

  /** Part of the schema's hash. Names no analysis: a new one changes nothing here. */
  static final String LAYOUT =
      ("key:string%d description:string%d kinds:bits8%s needs:list%d(string%d)"
           + " options:list%d(key:string%d kind:enum%s words:list%d(string%d) least:f64"
           + " greatest:f64 description:string%d) counted:list%d(string%d) labels:list%d(string%d)")
          .formatted(
              Analysis.MAX_KEY_CHARS,
              AnalysisDescriptor.MAX_DESCRIPTION_CHARS,
              KINDS,
              AnalysisDescriptor.MAX_NEEDS,
              Analysis.MAX_KEY_CHARS,
              AnalysisDescriptor.MAX_OPTIONS,
              AnalysisOption.MAX_KEY_CHARS,
              OPTION_KINDS,
              AnalysisOption.MAX_WORDS,
              AnalysisOption.MAX_WORD_CHARS,
              AnalysisOption.MAX_DESCRIPTION_CHARS,
              Vocabulary.MAX_COUNTED,
              Findings.MAX_LABEL_CHARS,
              Vocabulary.MAX_LABELS,
              Findings.MAX_LABEL_CHARS);

  /** Empty texts and lists. */
  static final int MIN_BYTES = 8;

  private static final int MIN_OPTION_BYTES = 5 + 2 * Double.BYTES;

  private DescriptorFields() {}

  static void write(Output out, AnalysisDescriptor descriptor) {
    Fields.writeAnalysis(out, descriptor.analysis());
    Fields.writeString(out, descriptor.description(), AnalysisDescriptor.MAX_DESCRIPTION_CHARS);
    int bits = 0;
    for (FindingsKind kind : descriptor.kinds()) {
      bits |= 1 << KINDS.indexOf(kind);
    }
    out.writeByte(bits);
    Fields.writeCount(out, descriptor.needs().size(), AnalysisDescriptor.MAX_NEEDS);
    descriptor.needs().forEach(need -> Fields.writeAnalysis(out, need));
    Fields.writeCount(out, descriptor.options().size(), AnalysisDescriptor.MAX_OPTIONS);
    descriptor.options().forEach(option -> writeOption(out, option));
    writeLabels(out, descriptor.labels().counted(), Vocabulary.MAX_COUNTED);
    writeLabels(out, descriptor.labels().labels(), Vocabulary.MAX_LABELS);
  }

  static AnalysisDescriptor read(Input in) {
    return new AnalysisDescriptor(
        Fields.readAnalysis(in),
        Fields.readString(in, AnalysisDescriptor.MAX_DESCRIPTION_CHARS),
        readKinds(in),
        new TreeSet<>(
            Fields.readList(in, AnalysisDescriptor.MAX_NEEDS, 2, () -> Fields.readAnalysis(in))),
        Fields.readList(in, AnalysisDescriptor.MAX_OPTIONS, MIN_OPTION_BYTES, () -> readOption(in)),
        readVocabulary(in));
  }

  static void writeLabels(Output out, List<String> labels, int most) {
    Fields.writeCount(out, labels.size(), most);
    labels.forEach(label -> Fields.writeString(out, label, Findings.MAX_LABEL_CHARS));
  }

  private static Vocabulary readVocabulary(Input in) {
    List<String> counted = readLabels(in, Vocabulary.MAX_COUNTED);
    return new Vocabulary(readLabels(in, Vocabulary.MAX_LABELS), counted);
  }

  static List<String> readLabels(Input in, int most) {
    return Fields.readList(in, most, 1, () -> Fields.readString(in, Findings.MAX_LABEL_CHARS));
  }

  private static Set<FindingsKind> readKinds(Input in) {
    int bits = in.readByteUnsigned();
    Fields.check(bits < 1 << KINDS.size(), "kinds of findings that do not exist");
    Set<FindingsKind> kinds = EnumSet.noneOf(FindingsKind.class);
    for (int i = 0; i < KINDS.size(); i++) {
      if ((bits & 1 << i) != 0) {
        kinds.add(KINDS.get(i));
      }
    }
    return kinds;
  }

  private static void writeOption(Output out, AnalysisOption option) {
    Fields.writeString(out, option.key(), AnalysisOption.MAX_KEY_CHARS);
    Fields.writeEnum(out, option.kind(), OPTION_KINDS);
    Fields.writeCount(out, option.words().size(), AnalysisOption.MAX_WORDS);
    option.words().forEach(w -> Fields.writeString(out, w, AnalysisOption.MAX_WORD_CHARS));
    Fields.writeDouble(out, option.least());
    Fields.writeDouble(out, option.greatest());
    Fields.writeString(out, option.description(), AnalysisOption.MAX_DESCRIPTION_CHARS);
  }

  private static AnalysisOption readOption(Input in) {
    return new AnalysisOption(
        Fields.readString(in, AnalysisOption.MAX_KEY_CHARS),
        Fields.readEnum(in, OPTION_KINDS),
        Fields.readList(
            in,
            AnalysisOption.MAX_WORDS,
            1,
            () -> Fields.readString(in, AnalysisOption.MAX_WORD_CHARS)),
        Fields.readDouble(in),
        Fields.readDouble(in),
        Fields.readString(in, AnalysisOption.MAX_DESCRIPTION_CHARS));
  }
}
