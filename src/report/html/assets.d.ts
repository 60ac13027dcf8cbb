// Assets are bundled as text: scripts/build.mjs and vitest both know `?raw`.
declare module '*?raw' {
  const text: string;
  export default text;
}
