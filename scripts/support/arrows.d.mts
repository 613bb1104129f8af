export interface Arrow {
  readonly name: string;
  readonly comment: string;
}
export interface ArrowViolation {
  readonly rule: string;
  readonly comment: string;
  readonly from: string;
  readonly to: string;
}
export declare const ARROWS: readonly Arrow[];
export declare function cruiseArrows(
  root: string,
  folders: readonly string[],
): Promise<{ readonly moduleCount: number; readonly violations: readonly ArrowViolation[] }>;
