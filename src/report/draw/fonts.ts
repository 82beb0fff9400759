import { createRequire } from 'node:module';

const packages = createRequire(import.meta.url);

/** The fonts of pictures come with a package, so that a picture is the same on a machine that has none. */
export const FONT_FILES = [
  '400Regular/OpenSans_400Regular.ttf',
  '600SemiBold/OpenSans_600SemiBold.ttf',
].map((file) => packages.resolve(`@expo-google-fonts/open-sans/${file}`));
