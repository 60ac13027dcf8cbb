// What we use of two packages without usable types of their own, by the paths that are safe to import.
declare module 'minhash' {
  class Minhash {
    constructor(options: { numPerm: number });
    update(text: string): void;
    jaccard(other: Minhash): number;
  }
  class LshIndex {
    constructor(options: { bandSize: number });
    insert(key: string, signature: Minhash): void;
    query(signature: Minhash): string[];
  }
  const exported: { Minhash: typeof Minhash; LshIndex: typeof LshIndex };
  namespace exported {
    type Minhash = InstanceType<typeof exported.Minhash>;
  }
  export default exported;
}

declare module 'natural/lib/natural/ngrams/ngrams.js' {
  const exported: { ngrams(words: readonly string[], size: number): string[][] };
  export default exported;
}

declare module 'natural/lib/natural/tokenizers/regexp_tokenizer.js' {
  class RegexpTokenizer {
    constructor(options: { pattern: RegExp; gaps: boolean });
    tokenize(text: string): string[] | null;
  }
  const exported: { RegexpTokenizer: typeof RegexpTokenizer };
  export default exported;
}
