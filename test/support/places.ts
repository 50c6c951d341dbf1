// Where requests come from: a device by its User-Agent, in a network that no other test uses.
import type { TestRequest } from './api-event.ts';
import { freshNetwork } from './service.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1';
const LAPTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';

export type Place = Required<Pick<TestRequest, 'ip' | 'headers'>>;

const on = (userAgent: string, ip: string): Place => ({ ip, headers: { 'user-agent': userAgent } });

/** Known as `Safari, iPhone`. */
export const onPhone = (ip = `${freshNetwork()}.9`): Place => on(PHONE, ip);

/** Known as `Chrome, Windows`. */
export const onLaptop = (ip = `${freshNetwork()}.9`): Place => on(LAPTOP, ip);

/** A program that does not tell what it is. */
export const onUnknownDevice = (ip = `${freshNetwork()}.9`): Place => on('', ip);
