import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/**
 * Noto Sans (SIL Open Font License 1.1, which allows embedding): Latin, Greek and Cyrillic, figures of one
 * width. Only the characters that occur become part of a file.
 */
export const sheetFonts = {
  regular: resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  bold: resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'),
} as const;
