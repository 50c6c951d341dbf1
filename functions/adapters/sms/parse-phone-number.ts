// The one function of the library that is used. An `import()` of the library itself would bring all of it into the bundles.
export { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
