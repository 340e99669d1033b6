import { LichengError, ROLES, type Role } from '@licheng/portfolio-rules';

export interface Person {
  id: string;
  institutionId: string;
  institutionName: string;
  login: string;
  name: string;
  role: Role;
  email: string;
}

export interface NewPerson {
  id: string;
  institutionId: string;
  login: string;
  loginKey: string;
  name: string;
  role: Role;
  email: string;
}

const MAX_NAME_CHARACTERS = 100;
const MAX_EMAIL_CHARACTERS = 254;
const MIN_PASSWORD_CHARACTERS = 8;
const MAX_PASSWORD_CHARACTERS = 200;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LOGIN = /^[^\s\p{Cc}\p{Cf}]{1,100}$/u;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

function refuse(field: string): never {
  throw new LichengError('invalid_request', { field });
}

export function requireId(value: string, field: string): string {
  return UUID.test(value) ? value : refuse(field);
}

export function requireName(value: string, field: string): string {
  const name = value.trim();
  return name.length > 0 && Array.from(name).length <= MAX_NAME_CHARACTERS ? name : refuse(field);
}

/** What two ways of typing one login have in common: full-width letters and capitals are the same login. */
export function loginKeyOf(login: string): string {
  return login.trim().normalize('NFKC').toLowerCase();
}

/** @throws LichengError `invalid_request` naming the first field that does not hold what it should. */
export function requirePassword(password: string): string {
  const length = Array.from(password).length;
  return length >= MIN_PASSWORD_CHARACTERS && length <= MAX_PASSWORD_CHARACTERS ? password : refuse('password');
}

/** @throws LichengError `invalid_request` naming the first field that does not hold what it should. */
export function newPerson(given: Omit<NewPerson, 'loginKey' | 'role'> & { role: string }): NewPerson {
  const login = given.login.trim();
  const loginKey = loginKeyOf(login);
  const email = given.email.trim();
  if (!LOGIN.test(loginKey)) refuse('login');
  if (email !== '' && (email.length > MAX_EMAIL_CHARACTERS || !EMAIL.test(email))) refuse('email');
  return {
    id: requireId(given.id, 'id'),
    institutionId: requireId(given.institutionId, 'institutionId'),
    login,
    loginKey,
    name: requireName(given.name, 'name'),
    role: ROLES.find((role) => role === given.role) ?? refuse('role'),
    email,
  };
}
