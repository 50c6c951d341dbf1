// The certificate of the API's domain: issued, in the API's region, and for that name. API Gateway refuses any other.
import { type CertificateDetail, DescribeCertificateCommand, ResourceNotFoundException } from '@aws-sdk/client-acm';
import { REGION } from '../../../lib/names.ts';
import type { Context } from '../context.ts';
import { type Finding, fault, ok, type Words } from '../finding.ts';

/** No finding without `apiDomain`. Throws what the SDK throws. */
export const checkCertificate = async ({ clients, config: { apiDomain } }: Context): Promise<Finding[]> => {
  if (!apiDomain) return [];
  const { name, certificateArn } = apiDomain;
  const [, , , region] = certificateArn.split(':');
  if (region !== REGION) return [inOtherRegion(region)];
  try {
    const { Certificate } = await clients.acm.send(new DescribeCertificateCommand({ CertificateArn: certificateArn }));
    return [judgeCertificate(name, Certificate ?? {})];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [MISSING];
    throw error;
  }
};

const inOtherRegion = (region = ''): Finding =>
  fault(
    'certificate',
    { ko: `${region}에 있음`, en: `is in ${region}` },
    {
      ko: `${REGION}의 ACM에서 인증서를 새로 받아 apiDomain.certificateArn에 넣으세요.`,
      en: `Request one in ACM in ${REGION} and set it as apiDomain.certificateArn.`,
    },
  );

const MISSING = fault(
  'certificate',
  { ko: '이 계정의 ACM에 없음', en: 'ACM does not know it in this account' },
  {
    ko: `apiDomain.certificateArn의 계정과 id를 ${REGION}의 ACM 콘솔과 비교하세요.`,
    en: `Compare account and id of apiDomain.certificateArn with the ACM console of ${REGION}.`,
  },
);

export type Certificate = Pick<CertificateDetail, 'Status' | 'SubjectAlternativeNames' | 'DomainValidationOptions'>;

export const judgeCertificate = (name: string, certificate: Certificate): Finding => {
  const { Status = '?', SubjectAlternativeNames: names = [] } = certificate;
  const what = { ko: `${name}: ${Status}`, en: `${name}: ${Status}` };
  if (Status !== 'ISSUED') return fault('certificate', what, nextOf(Status, certificate));
  if (names.some((covered) => isCovered(name, covered))) return ok('certificate', what);
  const list = names.join(', ');
  return fault(
    'certificate',
    { ko: `${name}: 인증서가 이 이름의 것이 아님 (${list})`, en: `${name}: the certificate is for ${list}` },
    { ko: `${name}의 인증서를 받으세요.`, en: `Request one for ${name}.` },
  );
};

const nextOf = (status: string, { DomainValidationOptions = [] }: Certificate): Words => {
  if (status !== 'PENDING_VALIDATION') {
    return { ko: 'ACM에서 인증서를 새로 받으세요.', en: 'Request a new one in ACM.' };
  }
  const records = DomainValidationOptions.flatMap(({ ResourceRecord: record }) =>
    record ? [`${record.Name} CNAME ${record.Value}`] : [],
  );
  const list = [...new Set(records)].join(', ');
  return {
    ko: `ACM 콘솔에 나온 검증용 레코드를 DNS에 넣고 ISSUED가 될 때까지 기다리세요${list && `: ${list}`}`,
    en: `Put the record that validates it into DNS and wait until it is ISSUED${list && `: ${list}`}`,
  };
};

/** A wildcard stands for one label (RFC 6125, section 6.4.3). */
const isCovered = (name: string, covered: string): boolean =>
  covered.startsWith('*.') ? name.slice(name.indexOf('.')) === covered.slice(1) : name === covered;
