package io.lynceus.scene.ledger;

import java.util.Arrays;

/**
 * The cheapest assignment of rows to columns: the Hungarian method with potentials (Kuhn 1955,
 * Munkres 1957; in the form that takes O(rows² · columns)). Stateless.
 */
final class Assignment {
  private Assignment() {}

  /**
   * Assigns each row another column so that the sum of the costs is least.
   *
   * @param costs finite, at least as many columns as rows, all rows of one length
   * @return for each row its column
   */
  static int[] of(double[][] costs) {
    int rows = costs.length;
    int columns = rows == 0 ? 0 : costs[0].length;
    double[] ofRow = new double[rows + 1];
    double[] ofColumn = new double[columns + 1];
    int[] rowOf = new int[columns + 1]; // 0: free; rows and columns count from 1
    int[] before = new int[columns + 1];
    for (int row = 1; row <= rows; row++) {
      rowOf[0] = row;
      int column = 0;
      double[] least = new double[columns + 1];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      boolean[] used = new boolean[columns + 1];
      do {
        used[column] = true;
        int from = rowOf[column];
        double delta = Double.POSITIVE_INFINITY;
        int next = 0;
        for (int j = 1; j <= columns; j++) {
          if (used[j]) {
            continue;
          }
          double reduced = costs[from - 1][j - 1] - ofRow[from] - ofColumn[j];
          if (reduced < least[j]) {
            least[j] = reduced;
            before[j] = column;
          }
          if (least[j] < delta) {
            delta = least[j];
            next = j;
          }
        }
        for (int j = 0; j <= columns; j++) {
          if (used[j]) {
            ofRow[rowOf[j]] += delta;
            ofColumn[j] -= delta;
          } else {
            least[j] -= delta;
          }
        }
        column = next;
      } while (rowOf[column] != 0);
      while (column != 0) {
        rowOf[column] = rowOf[before[column]];
        column = before[column];
      }
    }
    int[] columnOf = new int[rows];
    for (int j = 1; j <= columns; j++) {
      if (rowOf[j] > 0) {
        columnOf[rowOf[j] - 1] = j - 1;
      }
    }
    return columnOf;
  }
}
