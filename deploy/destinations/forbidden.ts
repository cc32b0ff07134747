/**
 * Services over which the directives let nothing official go, with their own names, the domains they answer under (every name below
 * these counts too, short links and webhooks among them) and the schemes of their links. `clause` is the one of the catalogue that is
 * cited. Domains as the services publish them; the social ones were compared with the lists of v2fly/domain-list-community.
 */
export type Forbidden = {
  readonly service: string
  readonly clause: 'DAT-02' | 'DAT-03'
  /** As a setting would name it (`type: telegram`); none that is an everyday word. */
  readonly names: readonly string[]
  readonly domains: readonly string[]
  /** First labels of domains that the service has in many countries: `yahoo` is yahoo.com, yahoo.fr, yahoo.com.vn. */
  readonly everywhere?: readonly string[]
  readonly schemes?: readonly string[]
}

/** DAT-02: «các ứng dụng mạng xã hội (Zalo, Viber, Telegram, Facebook...)», «công cụ tiện ích điện tử công cộng». */
const chat: readonly Omit<Forbidden, 'clause'>[] = [
  {
    service: 'Zalo',
    names: ['zalo'],
    domains: ['zalo.me', 'zalo.vn', 'zalo.cloud', 'zaloapp.com', 'zalo.careers'],
    schemes: ['zalo'],
  },
  { service: 'Viber', names: ['viber'], domains: ['viber.com', 'vb.me'], schemes: ['viber'] },
  {
    service: 'Telegram',
    names: ['telegram', 'tgram'],
    domains: [
      'telegram.org',
      'telegram.me',
      'telegram.dog',
      'telegram.space',
      't.me',
      'tx.me',
      'tg.dev',
      'telega.one',
      'telesco.pe',
      'telegra.ph',
      'graph.org',
      'tdesktop.com',
    ],
    schemes: ['tg', 'tgram', 'telegram'],
  },
  {
    service: 'Facebook',
    names: ['facebook'],
    domains: [
      'facebook.com',
      'facebook.net',
      'facebook.org',
      'facebookmail.com',
      'fb.com',
      'fb.me',
      'fb.gg',
      'fb.watch',
      'fburl.com',
      'fbcdn.net',
      'fbsbx.com',
      'm.me',
      'messenger.com',
      'workplace.com',
    ],
    schemes: ['fb', 'fb-messenger'],
  },
  {
    service: 'Discord',
    names: ['discord'],
    domains: [
      'discord.com',
      'discord.gg',
      'discord.co',
      'discord.dev',
      'discord.new',
      'discord.gift',
      'discord.media',
      'discordapp.com',
      'discordapp.net',
      'dis.gd',
    ],
    schemes: ['discord'],
  },
  {
    service: 'Slack',
    names: ['slack'],
    domains: ['slack.com', 'slackb.com', 'slack-edge.com', 'slack-msgs.com', 'slack-files.com'],
    schemes: ['slack'],
  },
  {
    service: 'WhatsApp',
    names: ['whatsapp'],
    domains: ['whatsapp.com', 'whatsapp.net', 'wa.me'],
    schemes: ['whatsapp'],
  },
  { service: 'Instagram', names: ['instagram'], domains: ['instagram.com', 'ig.me'] },
  { service: 'LINE', names: [], domains: ['line.me', 'lin.ee'] },
  { service: 'WeChat', names: ['wechat', 'weixin'], domains: ['wechat.com', 'weixin.qq.com'], schemes: ['weixin'] },
  { service: 'Signal', names: [], domains: ['signal.org', 'signal.me', 'signal.group'], schemes: ['sgnl'] },
]

/** DAT-03: «Phải sử dụng thư điện tử công vụ». */
const mail: readonly Omit<Forbidden, 'clause'>[] = [
  { service: 'thư cá nhân Gmail', names: ['gmail'], domains: ['gmail.com', 'googlemail.com', 'mail.google.com'] },
  {
    service: 'thư cá nhân Yahoo',
    names: ['yahoo'],
    domains: ['ymail.com', 'rocketmail.com', 'yahoodns.net'],
    everywhere: ['yahoo'],
  },
  {
    service: 'thư cá nhân Outlook, Hotmail',
    names: ['hotmail'],
    domains: [
      'outlook.com',
      'outlook.com.vn',
      'outlook.fr',
      'outlook.de',
      'outlook.jp',
      'outlook.kr',
      'outlook.sg',
      'live.com',
      'windowslive.com',
      'msn.com',
    ],
    everywhere: ['hotmail'],
  },
  { service: 'thư cá nhân iCloud', names: ['icloud'], domains: ['icloud.com', 'me.com', 'mac.com'] },
  {
    service: 'thư cá nhân Proton',
    names: ['protonmail'],
    domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'],
  },
  { service: 'thư công cộng Yandex', names: ['yandex'], domains: ['ya.ru'], everywhere: ['yandex'] },
  { service: 'thư công cộng GMX', names: ['gmx'], domains: [], everywhere: ['gmx'] },
  {
    service: 'thư công cộng',
    names: [],
    domains: [
      'mail.com',
      'mail.ru',
      'aol.com',
      'aim.com',
      'zohomail.com',
      'tutanota.com',
      'tuta.com',
      'tuta.io',
      'fastmail.com',
      'hushmail.com',
      'mailinator.com',
      'qq.com',
      'foxmail.com',
      '163.com',
      '126.com',
      'sina.com',
      'naver.com',
    ],
  },
]

/** All of them; the first that fits a name is the one that is cited. */
export const forbidden: readonly Forbidden[] = [
  ...chat.map((one): Forbidden => ({ ...one, clause: 'DAT-02' })),
  ...mail.map((one): Forbidden => ({ ...one, clause: 'DAT-03' })),
]
