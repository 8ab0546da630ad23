/** Points, 72 to the inch; A4. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 42,
  right: 42,
  top: 46,
  bottom: 50,
} as const;
export const INNER_WIDTH = PAGE.width - PAGE.left - PAGE.right;
