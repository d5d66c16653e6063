package io.lynceus.scene.camera;

/** What of a detection has to lie in a zone. */
public enum Anchor {
  /** The middle of the box's lower side: where a person or a car stands. */
  FOOT,
  /** The middle of the box. */
  CENTRE,
  /** A part of the box, for stills that cut the feet off. */
  OVERLAP
}
