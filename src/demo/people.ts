import { type SeededRandom } from './SeededRandom';

const FIRST_NAMES = [
  'Ada',
  'Amara',
  'Anders',
  'Aoife',
  'Bruno',
  'Camila',
  'Chidi',
  'Clara',
  'Daan',
  'Dalia',
  'Elif',
  'Emeka',
  'Eva',
  'Farid',
  'Freya',
  'Giulia',
  'Hana',
  'Henrik',
  'Ibrahim',
  'Ingrid',
  'Jonas',
  'Júlia',
  'Kaito',
  'Kwame',
  'Lars',
  'Leila',
  'Lucía',
  'Magnus',
  'Mariam',
  'Mateo',
  'Mei',
  'Mina',
  'Nadia',
  'Niamh',
  'Nikhil',
  'Noor',
  'Olga',
  'Omar',
  'Paola',
  'Pedro',
  'Priya',
  'Rafael',
  'Rosa',
  'Sanne',
  'Sofia',
  'Soren',
  'Tariq',
  'Thandi',
  'Tomás',
  'Yara',
  'Yuki',
  'Zoë',
] as const;

const LAST_NAMES = [
  'Abebe',
  'Almeida',
  'Andersen',
  'Bakker',
  'Baptista',
  'Becker',
  'Berg',
  'Bianchi',
  'Castro',
  'Chen',
  'Costa',
  'Dahl',
  'Demir',
  'Diallo',
  'Dubois',
  'Eriksen',
  'Fernández',
  'Ferreira',
  'Fischer',
  'Gupta',
  'Haddad',
  'Hansen',
  'Ito',
  'Jansen',
  'Kaya',
  'Keller',
  'Kim',
  'Kovács',
  'Larsen',
  'Lindqvist',
  'Lopes',
  'Mensah',
  'Moreau',
  'Müller',
  'Murphy',
  'Nakamura',
  'Nguyen',
  'Novak',
  'Okafor',
  'Olsen',
  'Osei',
  'Pereira',
  'Petrov',
  'Rao',
  'Ricci',
  'Rossi',
  'Santos',
  'Sato',
  'Schmidt',
  'Silva',
  'Svensson',
  'Tanaka',
  'Van Dijk',
  'Weber',
  'Yilmaz',
  'Zhang',
] as const;

/** Domains that never receive mail (RFC 2606 section 3): whatever a demo sends reaches nobody. */
const DOMAINS = ['example.com', 'example.net', 'example.org'] as const;

export interface Person {
  readonly name: string;
  /** Unique among the people of one call. */
  readonly email: string;
}

/** People with different e-mail addresses. */
export function people(random: SeededRandom, count: number): Person[] {
  const byEmail = new Map<string, Person>();
  while (byEmail.size < count) {
    const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
    const address = `${plain(first)}.${plain(last)}${random.chance(0.3) ? random.between(70, 99) : ''}`;
    const email = `${address}@${random.pick(DOMAINS)}`;
    if (!byEmail.has(email)) byEmail.set(email, { name: `${first} ${last}`, email });
  }
  return [...byEmail.values()];
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}
