/** The managed policies of each browser at the kiosk, generated from the list of portals. */

import type { Portal } from './portals.ts'

export type Role = 'guide' | 'portal' | 'document'

/** Where a browser in its sandbox finds what the supervisor put there. */
export const insideSandbox = {
  downloads: '/downloads',
  documents: '/documents',
  pages: '/pages',
} as const

/** Chromium prepares what it prints on a page of its own, which nobody sees with `--kiosk-printing`. */
const printing = ['chrome://print', 'chrome-untrusted://print']

/** Chromium's own numbers. */
const blocked = 2
const disallowed = 2

/** Where no request may be made, and no rule of an official page's own changes that. */
const everywhere = ['*']

/**
 * What no browser at a kiosk does, whoever asks for it. Left out, since Chromium takes them from an administrator's
 * cloud alone: GenAiDefaultSettings, CopyPreventionSettings, IsolatedModeSettings, TabGroupSharingSettings. There is no
 * policy against caret browsing, the menu of a long press or zoom.
 */
const locked = {
  // `*` alone leaves what is typed as about:about open.
  URLBlocklist: ['*', 'about:*', 'chrome://*', 'chrome-untrusted://*'],
  // Passwords, forms, accounts.
  PasswordManagerEnabled: false,
  PasswordManagerPasskeysEnabled: false,
  PasswordSharingEnabled: false,
  PasswordLeakDetectionEnabled: false,
  AutofillSettings: [{ url_pattern: '*', blocked_types: ['contact_info', 'payments'] }],
  // Chromium 156 calls these two deprecated, and may not heed the one above yet.
  AutofillAddressEnabled: false,
  AutofillCreditCardEnabled: false,
  PaymentMethodQueryEnabled: false,
  BrowserSignin: 0,
  SigninInterceptionEnabled: false,
  SyncDisabled: true,
  BrowserAddPersonEnabled: false,
  BrowserGuestModeEnabled: false,
  ProfilePickerOnStartupAvailability: 1,
  IncognitoModeAvailability: 1,
  ImportAutofillFormData: false,
  ImportSavedPasswords: false,
  // Ways out of the page.
  DeveloperToolsAvailability: disallowed,
  RemoteDebuggingAllowed: false,
  PolicyTestPageEnabled: false,
  ExtensionInstallBlocklist: everywhere,
  ExtensionDeveloperModeSettings: 1,
  BlockExternalExtensions: true,
  NativeMessagingBlocklist: everywhere,
  WebAppInstallByUserEnabled: false,
  FullscreenAllowed: false,
  AllowFileSelectionDialogs: false,
  TaskManagerEndProcessEnabled: false,
  EditBookmarksEnabled: false,
  BookmarkBarEnabled: false,
  DefaultSearchProviderEnabled: false,
  DefaultSearchProviderContextMenuAccessAllowed: false,
  SearchSuggestEnabled: false,
  IntranetRedirectBehavior: 1,
  ShowHomeButton: false,
  HomepageIsNewTabPage: false,
  NewTabPageLocation: 'about:blank',
  ExternalProtocolDialogShowAlwaysOpenCheckbox: false,
  EnableMediaRouter: false,
  QRCodeGeneratorEnabled: false,
  DesktopSharingHubEnabled: false,
  ScreenCaptureAllowed: false,
  BackgroundModeEnabled: false,
  BrowserLabsEnabled: false,
  UserFeedbackAllowed: false,
  FeedbackSurveysEnabled: false,
  SafeBrowsingSurveysEnabled: false,
  AllowDinosaurEasterEgg: false,
  SSLErrorOverrideAllowed: false,
  PrinterTypeDenyList: ['pdf', 'extension', 'cloud'],
  // What nobody here asked for.
  TranslateEnabled: false,
  SpellcheckEnabled: false,
  SpellCheckServiceEnabled: false,
  PromotionsEnabled: false,
  MetricsReportingEnabled: false,
  DefaultBrowserSettingEnabled: false,
  AlternateErrorPagesEnabled: false,
  NetworkPredictionOptions: 2,
  UrlKeyedAnonymizedDataCollectionEnabled: false,
  DomainReliabilityAllowed: false,
  SafeBrowsingProtectionLevel: 0,
  ComponentUpdatesEnabled: false,
  DNSInterceptionChecksEnabled: false,
  BrowserNetworkTimeQueriesEnabled: false,
  AllowSystemNotifications: false,
  AccessibilityImageLabelsEnabled: false,
  LiveCaptionEnabled: false,
  MediaRecommendationsEnabled: false,
  ShoppingListEnabled: false,
  SideSearchEnabled: false,
  GoogleSearchSidePanelEnabled: false,
  HistoryClustersVisible: false,
  PdfAnnotationsEnabled: false,
  // Machine learning.
  GenAILocalFoundationalModelSettings: 1,
  BuiltInAIAPIsEnabled: false,
  TranslatorAPIAllowed: false,
  LiveTranslateEnabled: false,
  HelpMeWriteSettings: 2,
  CreateThemesSettings: 2,
  DevToolsGenAiSettings: 2,
  HistorySearchSettings: 2,
  TabCompareSettings: 2,
  AutofillPredictionSettings: 2,
  AutomatedPasswordChangeSettings: 2,
  VoiceTypingSettings: 2,
  AIModeSettings: 1,
  GeminiSettings: 1,
  GeminiActOnWebSettings: 1,
  GeminiSparkSettings: 1,
  ChromeSuggestionsSettings: 1,
  SearchContentSharingSettings: 1,
  SmartTabSharingSettings: 1,
  ThirdPartyAiChatSettings: 1,
  // Devices.
  VideoCaptureAllowed: false,
  AudioCaptureAllowed: false,
  DefaultWebUsbGuardSetting: blocked,
  DefaultSerialGuardSetting: blocked,
  DefaultWebHidGuardSetting: blocked,
  DefaultWebBluetoothGuardSetting: blocked,
  DefaultSensorsSetting: blocked,
  DefaultGeolocationSetting: blocked,
  DefaultNotificationsSetting: blocked,
  DefaultLocalFontsSetting: blocked,
  DefaultClipboardSetting: blocked,
  DefaultFileSystemReadGuardSetting: blocked,
  DefaultFileSystemWriteGuardSetting: blocked,
  DefaultIdleDetectionSetting: blocked,
  DefaultWindowManagementSetting: blocked,
  DefaultPopupsSetting: blocked,
  DefaultAutomaticDownloadsSetting: blocked,
  DefaultInsecureContentSetting: blocked,
  DefaultDirectSocketsSetting: blocked,
  DefaultControlledFrameSetting: blocked,
  // This machine and its neighbours are nothing that an official page may look at.
  LocalNetworkAccessBlockedForUrls: everywhere,
  LocalNetworkBlockedForUrls: everywhere,
  LoopbackNetworkBlockedForUrls: everywhere,
  WebRtcIPHandling: 'disable_non_proxied_udp',
  WebRtcEventLogCollectionAllowed: false,
  WebRtcTextLogCollectionAllowed: false,
  // What a visit leaves in memory.
  AllowBackForwardCacheForCacheControlNoStorePageEnabled: false,
  AllowDeletingBrowserHistory: true,
  SavingBrowserHistoryDisabled: true,
  DefaultCookiesSetting: 4,
  PromptForDownloadLocation: false,
  // Printing goes to the printer of the machine, at once.
  PrintHeaderFooter: false,
} as const

export type Policies = Readonly<Record<string, unknown>>

/** Nothing is saved: neither what a page offers nor what its menu would. */
const noDownloads = { DownloadRestrictions: 3 }

/** The guide: our server, and the page for when it is away. `serverAddress` such as http://127.0.0.1:3000. */
function guidePolicies(serverAddress: string): Policies {
  return { URLAllowlist: [serverAddress, ...printing, `file://${insideSandbox.pages}/`], ...noDownloads }
}

/**
 * The official pages. What they offer to download goes to the supervisor's folder: it shows what is a PDF, and throws
 * away what is not. The viewer inside the page would show a document without a way to print or close it.
 */
function portalPolicies(portals: readonly Portal[]): Policies {
  const address = (host: string) => (host.startsWith('127.0.0.1') ? host : `https://${host}`)
  // A host alone would mean all hosts below it as well; a point before it means just this one.
  const entry = (host: string) =>
    host.startsWith('*.') ? `https://${host.slice(2)}` : address(host).replace('https://', 'https://.')
  return {
    URLAllowlist: [...printing, ...portals.flatMap(({ hosts }) => hosts.map(entry))],
    AutoSelectCertificateForUrls: portals
      .filter(({ signsInWithCard }) => signsInWithCard)
      .flatMap(({ hosts }) =>
        hosts.map((host) => JSON.stringify({ pattern: `https://${host.replace('*.', '[*.]')}`, filter: {} })),
      ),
    AlwaysOpenPdfExternally: true,
    DownloadDirectory: insideSandbox.downloads,
    DownloadRestrictions: 0,
  }
}

/** A document: this one folder, and no network at all. */
const documentPolicies: Policies = {
  URLAllowlist: [`file://${insideSandbox.documents}/`],
  AlwaysOpenPdfExternally: false,
  // The strip of the guide prints it: this browser knows no printer, and would offer a file in its place.
  PrintingEnabled: false,
  ...noDownloads,
}

export function policiesOf(
  role: Role,
  site: { readonly serverAddress: string; readonly portals: readonly Portal[] },
): Policies {
  switch (role) {
    case 'guide':
      return { ...locked, ...guidePolicies(site.serverAddress) }
    case 'portal':
      return { ...locked, ...portalPolicies(site.portals) }
    case 'document':
      return { ...locked, ...documentPolicies }
  }
}
