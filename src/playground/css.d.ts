/** Style sheets, which esbuild puts into one file. */
declare module '*.css';
