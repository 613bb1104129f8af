export declare function untranslatedTextsOf(
  source: string,
  file: string,
): readonly { readonly file: string; readonly line: number; readonly text: string }[];
