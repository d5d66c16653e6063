package io.lynceus.scene.rules;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.MaskConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The zones, masks and filters of one camera: they mark detections, and never remove any. The rules
 * are Frigate's: masks drop by the foot point, filters by score, area and ratio, and what is left
 * counts in the zones that have its anchor. Immutable; any thread may call it, and it throws
 * nothing, whatever boxes it is given.
 */
public final class CameraRules {
  /** Marks nothing. */
  public static final CameraRules NONE = new CameraRules(List.of(), List.of(), Map.of());

  private final List<Zone> zones;
  private final List<Mask> masks;
  private final Map<String, Filter> filters;

  private record Mask(String name, Labels labels, Shape shape) {
    Mask(MaskConfig config) {
      this(config.name(), new Labels(config.labels()), new Shape(config.polygon()));
    }

    boolean covers(String label, double x, double y) {
      return (labels.isEmpty() || labels.contains(label)) && shape.contains(x, y);
    }
  }

  private CameraRules(List<Zone> zones, List<Mask> masks, Map<String, Filter> filters) {
    this.zones = List.copyOf(zones);
    this.masks = List.copyOf(masks);
    this.filters = Map.copyOf(filters);
  }

  /** The rules that the settings of a camera give. */
  public static CameraRules of(CameraConfig camera) {
    return new CameraRules(
        camera.zones().stream().map(Zone::new).toList(),
        camera.masks().stream().map(Mask::new).toList(),
        camera.filters().stream()
            .collect(
                Collectors.toMap(
                    filter -> FoldedText.of(filter.label()), Filter::new, (one, same) -> one)));
  }

  /** Whether there is no rule. */
  public boolean isEmpty() {
    return zones.isEmpty() && masks.isEmpty() && filters.isEmpty();
  }

  /** In the order of the settings. */
  public List<Zone> zones() {
    return zones;
  }

  /**
   * The same findings, each box with its marks.
   *
   * @param analysis whose findings they are
   * @param width of the upright picture, pixels, at least 1
   * @param height of the upright picture, pixels, at least 1
   */
  public Findings marked(Analysis analysis, Findings findings, int width, int height) {
    if (isEmpty() || findings.boxes().isEmpty()) {
      return findings;
    }
    Frame frame = new Frame(width, height);
    return findings.withDetections(
        findings.boxes().stream()
            .map(box -> box.withMarks(marks(box, box.label().orElseGet(analysis::singular), frame)))
            .toList());
  }

  private Marks marks(Detection detection, String name, Frame frame) {
    String label = FoldedText.of(name);
    Box box = detection.box();
    double footX = frame.centreX(box);
    double footY = frame.bottom(box);
    for (Mask mask : masks) {
      if (mask.covers(label, footX, footY)) {
        return Marks.masked(mask.name());
      }
    }
    Filter filter = filters.get(label);
    Optional<String> beyond =
        filter == null ? Optional.empty() : filter.beyond(detection.score(), box, frame);
    if (beyond.isPresent()) {
      return Marks.filtered(beyond.get());
    }
    return zones.isEmpty() ? Marks.NONE : Marks.in(zonesOf(label, box, frame));
  }

  private List<String> zonesOf(String label, Box box, Frame frame) {
    List<String> in = new ArrayList<>();
    for (Zone zone : zones) {
      if (zone.countsFolded(label) && zone.contains(box, frame)) {
        in.add(zone.name());
      }
    }
    return in;
  }
}
