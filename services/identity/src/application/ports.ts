import type { NewPerson, Person } from '../domain/person.ts';

/** What a sign-in is checked against. */
export interface Credential {
  personId: string;
  institutionId: string;
  active: boolean;
  passwordHash: string;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Null stands for nobody: takes the time of a real check and answers false. */
  matches(password: string, hash: string | null): Promise<boolean>;
}

export type Creation = 'created' | 'already_there' | 'id_taken' | 'login_taken' | 'no_institution';

export interface People {
  /** Across all institutions: who signs in has not said where they belong. */
  findCredential(loginKey: string): Promise<Credential | null>;
  /** Null for whoever is unknown or no longer active. */
  find(institutionId: string, personId: string): Promise<Person | null>;
  /** Notes the sign-in in the person's own history. */
  signedIn(credential: Credential, address: string): Promise<Person | null>;
  /** Notes a failed sign-in soon after; returns at once, so that the answer takes as long as for an unknown login. */
  signInFailed(credential: Credential, address: string): void;
  /** How it stands with this id already; null when nobody of this institution has it. */
  findEarlier(person: NewPerson): Promise<Creation | null>;
  create(person: NewPerson, passwordHash: string): Promise<Creation>;
}

export interface Institutions {
  create(id: string, name: string): Promise<void>;
}
