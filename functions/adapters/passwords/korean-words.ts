// Korean names and words that people put into passwords with digits behind: our own short list.
import { toLatinKeys } from './dubeolsik.ts';

const SURNAMES = '김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 전 홍'.split(' ');
const GIVEN_NAMES = (
  '지은 민지 지민 서연 서윤 지우 서현 하은 하윤 민서 지유 윤서 채원 수아 지아 은서 다은 예은 수빈 지원 예린 소율 유진 수진 ' +
  '지현 은지 지영 미영 은영 현정 은주 미경 수연 혜진 민정 보라 하나 아름 민준 서준 도윤 예준 시우 하준 지호 주원 지후 준우 ' +
  '준서 현우 도현 지훈 건우 우진 민재 현준 선우 서진 연우 유준 정우 승우 승현 준혁 민수 영수 철수 동현 성민 상현 성훈 영호 민호 영희 순자 길동'
).split(' ');
const WORDS = (
  '사랑 사랑해 사랑해요 안녕 안녕하세요 비밀번호 비번 암호 관리자 운영자 회원 테스트 시험 대한민국 한국 서울 부산 대구 인천 광주 대전 울산 ' +
  '제주 제주도 독도 우리집 우리 가족 엄마 아빠 아들 딸 아기 공주 왕자 천사 행복 행복해 행운 희망 건강 바보 멍청이 친구 자기 여보 학교 ' +
  '대학교 회사 컴퓨터 인터넷 가나다 가나다라 가나다라마바사 강아지 고양이 토끼 호랑이 하늘 바다 구름 별빛 햇살 봄날 예수님 하나님 주님 축구 야구 게임 커피 치킨 라면'
).split(' ');

const makeWords = (): ReadonlySet<string> => {
  const names = SURNAMES.flatMap((surname) => GIVEN_NAMES.map((given) => surname + given));
  return new Set([...WORDS, ...GIVEN_NAMES, ...names].flatMap((word) => [word, toLatinKeys(word)]));
};

let words: ReadonlySet<string> | undefined;

/** In hangul, or as its keys in lower case. The list is made when it is first needed. */
export const isCommonKorean = (word: string): boolean => {
  words ??= makeWords();
  return words.has(word);
};

/** What people make of a service's name: its parts, parts in a row joined, and the keys of hangul; all in lower case. */
export const brandWordsOf = (name: string): ReadonlySet<string> => {
  const parts = name
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const joined = parts.flatMap((_part, start) =>
    parts.slice(start).map((_last, length) => parts.slice(start, start + length + 1).join('')),
  );
  const words = joined.filter((word) => word.length >= BRAND_WORD_MINIMUM_LENGTH);
  return new Set(words.flatMap((word) => [word, toLatinKeys(word)]));
};
const BRAND_WORD_MINIMUM_LENGTH = 2;
