export declare const DOMAIN: string;
export declare function imapdConf(place: { readonly folder: string; readonly isDurable?: boolean }): string;
export declare function cyrusConf(place: {
  readonly folder: string;
  readonly httpPort: number;
  readonly imapPort: number;
}): string;
