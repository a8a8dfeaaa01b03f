/** What somebody who knows this country would try first as a passphrase; without accents and spaces. */

/** The most likely first: the place in the list counts as the number of guesses. */
const groups = {
  trade: 'ehealth esante egezondheid masante mijngezondheid myhealth epn digibank cpas ocmw oszp itsme',
  place:
    'belgique belgie belgien belgium bruxelles brussel bruessel brussels wallonie vlaanderen flandre ' +
    'flandern liege luik luettich namur namen charleroi mons bergen tournai doornik anvers antwerpen gand ' +
    'gent genk bruges brugge louvain leuven hasselt malines mechelen kortrijk courtrai oostende ostende ' +
    'verviers eupen ostbelgien arlon bastogne seraing mouscron lalouviere aalst sintniklaas turnhout ' +
    'roeselare anderlecht schaerbeek ixelles uccle molenbeek etterbeek standard anderlecht clubbrugge ' +
    'diablesrouges rodeduivels redflames europe europa',
  care:
    'partenamut partena solidaris mutualia mutplus neutralia onafhankelijkziekenfonds ' +
    'christelijkemutualiteit mutualitechretienne christlichekrankenkasse freiekrankenkasse ' +
    'socialistischemutualiteit liberalemutualiteit multipharma familia goedapotheek lloydspharma inami riziv ' +
    'likiv sciensano vidis cozo abrumet reseausantewallon reseausantebruxellois vitalink helena itsmeapp',
  country:
    'atomium manneken mannekenpis grandplace grotemarkt gaufre gaufres wafel wafels waffel speculoos praline ' +
    'pralines moules mosselen chimay orval westmalle duvel jupiler stella leffe tintin kuifje spirou ' +
    'schtroumpf smurf smurfen bobbejaan kermis carnaval gilles doudoumons ardennes ardennen kempen campine ' +
    'haspengouw hesbaye condroz gaume hautesfagnes hogevenen meuse maas maasvallei schelde escaut sambre ' +
    'ourthe semois yser ijzer coteknokke knokke knokkeheist knokkelezoute depanne blankenberge middelkerke ' +
    'koksijde dehaan bredene nieuwpoort zeebrugge waterloo wavre ottignies louvainlaneuve nivelles ' +
    'brainelalleud tubize halle vilvoorde vilvorde dilbeek grimbergen zaventem tervuren overijse aarschot ' +
    'diest tienen tirlemont leuze ath enghien edingen soignies zinnik binche laviere thuin dinant ciney ' +
    'rochefort marche marcheenfamenne bouillon libramont neufchateau virton huy hoei waremme hannut ans ' +
    'herstal vise spa malmedy stavelot saintvith sanktvith sankt vith raeren kelmis lontzen butgenbach ' +
    'buellingen amel burgreuland eupenmalmedy andenne gembloux sambreville floreffe fosses philippeville ' +
    'couvin florennes chatelet fleurus farciennes courcelles manage morlanwelz anderlues boussu colfontaine ' +
    'frameries quaregnon saintghislain dour peruwelz lessines comines warneton ieper ypres poperinge ' +
    'diksmuide veurne furnes torhout tielt waregem menen wevelgem zwevegem harelbeke izegem knesselare eeklo ' +
    'maldegem deinze wetteren dendermonde termonde lokeren zele ninove geraardsbergen grammont zottegem ' +
    'oudenaarde audenarde ronse renaix beveren temse bornem boom mortsel kontich edegem hoboken deurne ' +
    'berchem merksem brasschaat kapellen schoten heistopdenberg lier lierre duffel putte geel mol herentals ' +
    'beerse balen lommel pelt bree maaseik maasmechelen dilsen bilzen tongeren tongres sinttruiden saintrond ' +
    'beringen heusdenzolder diepenbeek zonhoven houthalen evere jette ganshoren berchemsainteagathe ' +
    'koekelberg saintjosse saintgilles forest vorst auderghem oudergem watermael watermaalbosvoorde ' +
    'boitsfort woluwe woluwesaintpierre woluwesaintlambert haren laeken laken neder heembeek',
} as const

export const guessableWords: readonly string[] = [
  ...new Set(Object.values(groups).flatMap((words) => words.split(' '))),
]
