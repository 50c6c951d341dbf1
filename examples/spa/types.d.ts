// What the build puts in.
declare const ISSUER: string;
declare const CLIENT_ID: string;
