package io.lynceus.vision.model;

import java.util.List;

/**
 * The 80 classes of the COCO data set, in the order in which networks number them.
 *
 * <p>Source: Lin et al., "Microsoft COCO: Common Objects in Context", 2014 (arXiv 1405.0312).
 */
public final class CocoLabels {
  /** How many there are. */
  public static final int COUNT = 80;

  private static final List<String> LABELS =
      List.of(
          ("person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire"
                  + " hydrant,stop sign,parking"
                  + " meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,"
                  + "giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports"
                  + " ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis"
                  + " racket,bottle,wine"
                  + " glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot"
                  + " dog,pizza,donut,cake,chair,couch,potted plant,bed,dining"
                  + " table,toilet,tv,laptop,mouse,remote,keyboard,cell"
                  + " phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy"
                  + " bear,hair drier,toothbrush")
              .split(","));

  private CocoLabels() {}

  /** All labels, by the number of their class. */
  public static List<String> all() {
    return LABELS;
  }

  /**
   * The label of a class.
   *
   * @param number 0 (person) to 79
   */
  public static String of(int number) {
    return LABELS.get(number);
  }
}
