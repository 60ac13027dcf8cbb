// The deep paths of `natural` that we use. Its own types are reached through its entry point, which must never be imported.
declare module 'natural/lib/natural/tfidf/tfidf.js' {
  class TfIdf {
    addDocument(terms: string[]): void;
    listTerms(document: number): { term: string; tfidf: number }[];
  }
  export default TfIdf;
}

declare module 'natural/lib/natural/util/stopwords*.js' {
  const exported: { words: string[] };
  export default exported;
}
