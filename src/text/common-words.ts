/**
 * English words, the commonest first: those that most articles and essays hold, counted over some hundred thousand sentences. They
 * tell where words end in a text whose letters are spaced evenly; a word that is not here is found by those around it.
 */
export const COMMON_WORDS = `
the to of and a in is for said that on it with he be at has as by was from will have are its but an this not says they
his which would we been year new more were their i about one or up trump had also president after there than who two
could last out over first putin if can all us into some years other people when no you may company what time
government so russian billion now russia market because election meeting world do three against between them just only
summit say like state any very week told our being before should while she most bank make such get made well how back
think net group next many inc under down these going international set national trade during much oil way long used
south prices high off industry per since stock take million where through good shares even corp states australia
australian news share sales system did five minister then expected those day around end united july number research
loss foreign both still today months four month part her work added help found use helsinki including him american see
price report public go federal same officials dont called best water security six major european top second come
another based interest issue each due need record march know blah business companies game tax april donald monday team
countries technology university according country already farmers former term put show vladimir exchange rate general
department economic right increase quarter current agreement plans days researchers debt banks british own ago whether
friday earlier low home might north however less house offer money my reuters growth production information profit
better want study past deal far spokesman chief financial half prime further future intelligence leader policy likely
too meet given secretary big recent announced dollar here using old plan start making west really total tonnes japan
common open nuclear got service sunday january move change february early control pay london cut computer russias
party place rise higher union lot official moscow does without win support third music times board chairman talks
wheat campaign services lead level look possible life reported washington firm point court rates director economy
different until great western john local media despite scientists nations me press data little least nato agreed film
york europe issues give play committee able rose must weeks saying central find thats statement few wales your
important capital military head development investment season china executive trumps run face looking decision
problems power close across markets won cost labour demand held line analysts left trading within japanese final
securities small believe games association energy become seen later case hit program human took growers ahead strong
enough products saturday ltd sale although tuesday conference working cent came never leaders known terms among
elections several asked december england commission war continue exports again results problem action thought latest
having lower yesterday seven taken result full nine budget police space following yet thursday june evidence buy
period something city bill biggest global areas professor large away bbc food things real systems free presidential
firms why cash figures wants members every value law air non key near administration office democratic fell annual
council area theres export levels average software players governments means available wednesday special probably sold
compared photo gas clear costs political health keep manager sources try previous fall revs hes short spending changes
white almost taking management rights series return credit agriculture finance rather officers largest internet
pressure hard currently include led domestic eight agency doing australias mobile mark meddling lost released range
getting increased side britain private behind thing coming farm form unit senior once position ever grain operations
late bad needed trying growing note investors am project earnings online role though risk provide sell done impact
weve workers light others community east northern amount david previously interview man points finland single charges
access contract similar needs call test bid users worlds received force main allow september search recently companys
star groups hold along proposed digital order reports shows video gold event paul instead conditions night russians
met actually sector queensland offering yen michael iraq went involved children germany always question together
commercial land plant personal women network member radio expectations club cup nothing family young hope cant brown
potential soviet french blair match hours claims raise includes chance ended ukraine phone hand signed example fact
men history published date comes producers science november stop peter produce product france legal leading journal
body arms act scotland german showed centre fund certain doesnt name related supply longer deficit effect reduce
drought paper america associated matter shareholders selling income anti loan expect forward difficult democrats
themselves paid relations live southern didnt fuel idea anything owned mean october robert disease operating file
investigation relationship ministers quite attack worth region discuss huge crop remain often currency imports
competition cattle offered consumer believes bit nearly above vote significant account certainly performance profits
running talk car either raised job itself whole industries fourth rural concerns source soon remains below cells hopes
prior fruit failed warned assets player sure stocks age drop accused bond social view details basis natural makes
playing minutes funds turn cannot staff expects ask response played images customers weekend present loans outside
wanted awb estimated defense virus course analyst reached theyre situation web code television started designed
suggests step continued efforts red gave indictment victory standard particularly target field site joint bring
hacking adding treaty gain whose industrial calls experts launched trust eastern list authorities presidents morning
summer drug giant countrys began findings named break dollars saw payments reach caused ground interference sent wool
approved stage asking thousands class quality buying release allies issued school measures serious proposal animals
model effort round progress sanctions jobs believed simply rules subsidiary review black limited cbs included winning
outstanding planned banking story crops improve damage futures developing resources species marketing threat sugar
opening climate stake especially developed consumers parts ways boost officer produced decline let cents bought
forecast losses award decided attempt beef afp independent cause sign feel kim comment reporters agenda develop
concerned denied existing forces affected build rising events environment killed survey interests begin percent
particular concern helped index documents visit create confirmed opportunity marks aid humans fiscal kind spent
website version bonds reserves words meetings effective crude vice numbers awards moment weather negotiations declined
dealers focus approach indictments brought content base via rest followed post forced image building title pre push
positive influence inquiry coach stars sites devices goal trial size purchase ive probability race confidence
questions output weapons parliament approval front filed charge acquisition traders insurance maybe poor success
inflation page cuts scale lack sea debate tough chancellor death book laws closed notes additional person brain
activity separate programming ball receive scheduled considered strike document colleagues turned consider medical
holding finding networks towards wont studies animal became shown avg ability opposition beat programme launch merger
overall unlikely specific ambassador claim benefit read shot shrs comments businesses links worked middle properties
daily proposals challenge dividend subject signs talking rain popular cold original giving prepared wide agree sun
smaller fans stand surplus grand station fight rejected noted greater leave allowed corporate indicted majority
reduced equipment vector increasing normal ensure funding division contracts injury reason tell calling attacks track
described newspaper advantage football claimed add powerful seems accounts ill allowing everything himself experience
sheep com voters agricultural takes films speed died fire looks quot savings parties cases operation initial drive
drugs hour amid heart completed livestock cancer planning revenues affairs created happen fresh environmental appeal
double extra mail career san goods options material massive confident seeking stay protect coffee mths capacity choice
falling nation sort charged attention targets rock tried living policies meat coast ban producer tender plants
addition appear option strategy introduced traditional monetary suggested happy looked suggest safety figure tour plus
improved preferred built payment broadband mining speaking starting computers heavy pretty wrong deep sense units grow
takeover winter orders linked everyone link quickly package effects hoping dairy wine scheme spend happened classes
dry larger nature overseas cell alleged hands type discovered highly room increases projects blood sides fears
agencies immediately ready lines tests champion carry dropped band deputy changed host seek usually legislation
prevent offers chemical taxes ruling kilometres unless island mid protection society phones gone criticism table
convention road nil agent goes defence education balance generation follow feed todays revenue programs transport
organisation affect aimed highest training mass beginning property citizens sound appeared avoid paying works
continuing fed millions understand green technologies predicted maker possibility responsible population corn split
benefits expressed slightly hunt announcement counsel regional successful crisis direct doubt treatment complete
communications love save twice worldwide fair students rule century session reform tonne achieve solution appears
volume missile someone manufacturing employees watch becoming patients address surface speech francs outcome perhaps
message inheritance fox finally allegations financing easy fear backed producing fast male authority continues opened
leaving word cars care isnt showing insisted spread knows clearly teams engine moved ones civil beyond intervention
wasnt actions true onto couple fish absolutely bankers jul sen spot letter lives store alliance youre individual ties
structure worst slow primary prize places acquire judge modern decisions trip poll theory cross ruled kept plc whats
bankruptcy provided managing ongoing solar critical weak tomorrow actor seeing considering sports venture gains self
pool seem illegal picture models commodity exploration throughout putting facing stores import sees mps golf limit fly
student ice cover retail recovery potentially posted analysis div inside mind sir speculation estimates values airport
planet equity bills gene convertible applications carried alone basic heard mine aircraft genetic moving directly
movie culture complex directors behaviour attempts answer required priced relatively method spoke battle hundreds song
immigration else construction pull atmosphere acquired passed wireless statistics device uses warning accept
eventually telephone competitive fixed risks happens declared author accepted initially ian partners discovery
strength generally methods reduction factors originally cancel send foe decades gives goals raising fraud summits
technical agents politics maintain formed sharp committed testing decade design necessary language genes urged
supplies border rival revealed combined barrel individuals helping mainly grown secure sport woman fully holdings
conversation standards debentures controlled rugby powers remained sometimes decide harvest distribution closer
secretaries registration obviously machines rally facility steel anyone straight panel agreements increasingly
targeted argued friends managed alternative economists wouldnt row electronic screen album theorem grains regions
simple text ibm voting regular willing los factor worried wrote box probe various town measure advanced application
detailed reducing extremely presented minimum status largely written widely communities ocean sit extend ending
interested losing trend adds bigger lose admitted troops dna winner euros mission settlement adviser condition blamed
yield dec researcher child barrels card elected recorded expansion parents extended completely closing heads stem
relief processing setting annexation voted enemy waste flight travel partner possibly female therefore institutions
fine remaining minute hearing democracy strategic violence write boss port hospital sharply quoted deliver broke seed
expand army jon faster lending direction flow airline families changing traffic parent broken connection stronger
electronics commitment shared views entire understanding cabinet planets activities missing dead repeatedly fighting
records outlook cnn quick pick joined expert replace exactly solve placed gaming easier movement operators euro
features discussion core cutting cards materials equivalent miles join failure chip opinion suspended ray determined
pass suffered email providing entertainment estimate deals messages reasons negative lib meant critics presence
unveiled fellow delivered tells politicians creditors fifth cable objects steps represents proceeds makers revised
auction youll assistance optimal accord ceremony aware hoped crucial adjusted satellite toward focused faces returned
farmer mortgage eye draw object difference temperatures hot gets finished severe compete category lowest felt marine
controversial chances viruses require wake allows dynamic meets vehicles buyers economist fees listed consumption
infrastructure identified theyve dispute established gathering deposits scientific thinking request waiting delivery
spokeswoman sets provision cooperation remote demands voice aides protests blue interfere squad scientist upon
emergency cyclone songs schools substantial memory happening coupon pages sought discussions storage indeed determine
fishing supporters refused struggling traded telling homes block subordinated firmly surprise solutions fallen rivals
older machine feet restructuring wage easily provides serve types amounts grew mel festival active probabilities
disaster practice blame runs conducted knew entered promised transfer suit wild extraordinary follows missed unions
bringing opportunities investments feature crime desk subsidies transaction pro wait bottom van stations whom witch
midterm uks born broadcast importance representing managers indicated writing spring knowledge extension creating
normally assistant formal respond singer district arrived silver unemployment accounting pact granted advice encourage
controls art stability farms killing tariffs lawyer rice tested scope tiny miss plays secret drama seconds friend
capable birds hotel dogs dozen havent filing limits journalists imf guess applied voter advance leadership doctors
protest chart arent instance closely owns style copper hacked vehicle respect bpd historic items represented faced
cotton manufacturers guilty holders conflict tsunami shareholder subproblems peace peak lift trouble seat magazine
expensive sex criminal quarterly par chemicals claiming puts square useful owners heat reforms championship weight
copyright immediate physical lets defeat medium peoples prompted stadium failing keen headquarters hear threatened
turning zero books fit reflect nov reaction iron gross contact comedy turnover attorney newly definition apr breaking
sitting mostly carbon scored beer holds causing actual skills emails dvd pushed hell stories sharing effectively cited
moves investor shortage partnership significantly safe exporters unchanged alongside shift driving commissioner
engineering shape learn representatives premium publicly display forecasts engines cast jan pictures ordered scandal
partly rainfall bodies imposed tournament announce trees attend extradition pipeline adults audience regulatory nice
afternoon artists tool watching housing metres channel drawn strongly super conduct monthly trials captain candidate
reality sessions principal picked handed worse womens studying facilities sending congressional targeting clean
executives elsewhere thinks stopped achieved identify respectively basically operate islands hurt improving settle
houses internal profile coal golden urging sensitive dark files bacteria window dealing efficient shipments sub chips
actress victims heres resolve hunting competing begun responsibility unable explain concessions associate occur door
ship danger remember download metal websites telescope prospect pledged duty walk resigned telecommunications
essential threats seemed urban variety involving criticised pcs favourite driven flying bird shipment neither
constitution starts penalty principle astronomers headed brokers temporary whatever favour task pace apply jury edge
rating discount dangerous rises welcomed sky payable detail equal ran supported multiple contain distance positions
initiative matches affair handle updated keeping enter periods era ten winners orange reporting seriously ease choose
tend quotas prove acting aim arm purchases titles sep pushing restrictions involvement maximum welcome labor
conditional extradite sexual currencies widespread movies deposit fee estate infected pair proved intended lady usual
surprised hiv partys multi banned discussed improvement spam sec yes wife awarded regulations suggesting hadnt exposed
wind algorithm standing rare invest occurred draft lots angry crowd sectors foods remarks reading cities advisers
monitor tools questioned evening fired struck false bay nominated borrowing grower baby counterpart foot cocoa
organisations mixed rich forms warrants chosen programmes irrigators unusual camera employment competitor prepare
weaker reaching gap gmt earned names circumstances asylum taboola addressed upper steady cameras jim owner typically
jump mini establish kick concept tackle customer peer tie risen injured sterling hopefully impossible pointed terror
professional registered represent issuing semi presidency debut bilateral none lawyers exercise stood spectacle vital
abroad preliminary arrested eyes samples combination leaves branch explained shut opposed shadow funded substance
unique asset fields intends remove causes tim transactions youve smart assessment brand percentage covered tom native
seats statements blog touch pension musical diplomats cheap ideas computing exchanges cheaper ratings falls referring
recognition necessarily pop user processors delegates desire manage lived dominated thanks fairly finish removed
innovation dust yards wave carrying editor returns ownership parliamentary protesters peninsula seasons introduce
requirements prison carefully suffering viewers freedom collapse uncertainty warming prospects emissions feeling
gather vulnerable soybean caught promise compensation hole predict challenges motion aug participants score laboratory
repurchase residents overnight uranium emerged oct cane collection piece fake minority fewer veto pollution beneficial
disclosed wider medicine contribute females underwriting immune convinced reflected communication stance contribution
bomb article supporting chain external pound healthy farming factory quota arrive contrast terrorism hackers treated
delayed diseases offices colour clinical couldnt rapid purposes resolution recover tropical kgb sri protein apart
votes tight ancient advertising schemes milk fbi borders wins broad blow signal camp undermine technique patent
watched notice becomes thus poverty elements interesting contributed allegedly flights skin nominations anticipated
tank appointed ethanol mines belief sixth tennis optimistic aggressive evolution excludes electricity connections
resulted investigating vegetable assembly investigations dan generate resistance portable friendly halt apparently
clubs purpose temperature consortium credits awaited aged founder ore hundred rand vast schedule differences destroyed
exist rapidly forest kill covering rail marginal delay regulators processor irrigation spy frankly negotiating globe
economics greatest drink proliferation unpredictable promote famous hits tech wing ranging detect armed harder
priority employers solving unlike councils gdp tries certificates barley recognise maps signals resource negotiate
interfering connected guaranteed desktop moon experienced warm compromise eat stressed winds flat ships offset
dramatic expire counter hasnt implications overlapping heavily contained relative developments function grant learning
soft medal investigate disappointing experiment eyed replaced younger imported sustained withdraw describe privately
complaints perform check debts wood resort renewed patterns gained officially random exporter cap dismissed extreme
practices entry striker stands meaning appearance representative roads hectares ordinary substantially lee recommended
signing studied developers theatre pain males train definitely confirm boys conservation familiar favor upcoming
stakes extent storm appropriate eggs extending phase truth apples speak weekly floor flu symptoms departments streets
path solid served stable mens jumped tree particles aims ends acts yields eating location charts worry nor waters
exposure shortly proof joining brands holiday candidates attacked ring underground lawsuit components franc dog divide
lifted orbit classic provisions observed liquidity fossil anywhere denies retirement platform discontinued quarantine
coverage yesterdays truck damaged incident replacement identity catch secured valued bulk retailers authorized weapon
returning pieces shipping stress explains versions raw virtually somebody diplomatic waves zone pulled mac boom
directed economies novel disappointed explosion conversion involves damages suspected tens concrete preparing auto
copies admit trained gathered injuries greenhouse proceedings billions plane guarantee mix defend brief label deadline
visitors receiving mice plenty mutual cultural indoor guidelines leg element enable grape writer scene reflects
adopted frozen calculated equally entirely governor deaths acquisitions seasonal cope semiconductor monitoring matters
violent encouraging describes universe purchased pricing ranking regularly helps tons coastal resume divided totally
minus boosted supports dating reportedly efficiency rubber sleep violating gallery except son father courts virtual
recognised accurate patient tensions otherwise surrounding performed restore guard membership character excess
athletics strengthen pattern suicide eve ultimately selected handling aside defending mental liquid requires deny
withdrawal versus bob childrens beating mother drinking coalition conclusion cool attract finals saved stuff dinner
begins soil concluded emerging underlying shortages centres guy jail degree arrival backing nerve theme authors
longtime devastating fill metals cricket resignation listen generated offshore gadget wanting highlighting timing
publish operator welfare biological depends vaccine ride flows unfair apparent protected electrical rated bids bone
measured singles mobiles preparation context cycle joe marathon conventional visiting optimism fires spokesperson
radiation usa behalf heading creation soldiers topic surprising recognize unclear defended secondary undisclosed
buffer genetically nearby talent opposite supposed complained murder argument watchdog infection expenses performing
impressive audio resulting papers commodities autumn badly competitors reasonable contest unch rapport die commitments
ceo projected graphics difficulties damaging contains horse collusion regime lawmakers bound quarters leads terrorist
fashion derived totalled pensions vision ranked birth bands planes employee topics communist edition rely alcohol
solved located mills popularity sounds belt forum arrest threatening retrieval defined blogs container electoral cos
featuring argue relationships format quit pending passengers levy detected mandatory jun approve hitting settled mar
seasonally suspects treat introduction chamber channels tougher subjects lifting cleared promises fail palm route wish
confront urgent investigators anniversary fundamental recall indicate expanding mouse visible perfect athletes
nanotechnology gadgets bridge correct forcing fastest petrol highs evolved letters regarding hardware instruments load
prosecutors machinery accountable shouldnt learned nationwide addresses intent surveillance grade triggered launching
breast query stored brains robot deployed techniques formula clearing predecessor concession lies feels participation
containing tap adult occurs cow highlighted entering assault thirds brewery imagine physics utility map myself
attractive artist underwriters studios informed server deployment engage veteran specifically expecting abuse origin
missiles campaigns dedicated threw banner consultant populations jet promising array enormous obvious properly pigs
sensors powered reserved pole reputation intention starring millimetres denials illegally rescue enterprise pleased
earn telecoms profitable tissue section shopping passing depression degrees shuttle impose prohibits facts modified
visits attended bear boy beaten understood proper acknowledged dam reveal ancestor trillion frost referee gamers
conspiracy slight drilling tipped holes burning frequency tobacco zinc feb hed margin wonder everybody suspension
delays saving seeks interactive rod vowed establishment examine broker nervous sized repeated dance creative dealer
canola politically involve subscription traditionally minerals accident horses nanoparticles talked likes historical
covers marked referendum submitted fantastic operates reductions behavior converted organised suffer wholly citrus
administrations abc faith mistake print corner primarily approximately listing sidelines closest worries girl turns
actors prefer studio dem carrier hip maturity broadcasting musicians ipod episode outlined achievement essentially
passenger ourselves collected judges requirement produces freeze chair jay hair expense switch mill denominations
invited reference sheet workforce fun afford recession retain outbreak comparable fought cybersecurity strikes stepped
rep unknown permanent vessels enterprises commissions ben controversy stages rank naturally calendar exciting acres
industrys oxygen wearing tremendous brings prompting reluctant nobody encouraged absence distributed incentives
freight complaint breeding blaming persuade survive persistent shed flexibility depending interim piracy thumbnails
processes church veer intense gru barrier replacing atmospheric robots eager referred cruise indication successfully
snow praised slowly sophisticated pitch attracted drivers anybodys contacts isolated stated eurobond affecting
analysed accusations hosting deeply handful desperate brother giants serving regulation brokerage magnetic charity
dream attempted stolen steely troubled opens mayor bar searching pounds theyll advisory vectors ratio doping spyware
ranges protecting roll mainstream tribute hostile mathematical dividends earthquake clients modest excited divisions
mrs consideration vessel inherit guilders buyer retired adversary shore mad bright independence honour destruction
offensive portfolio pressures licences audit gee deliverables extraditing collective aboard amongst girls hemisphere
dioxide mammals reiterated doubts consequences expanded opponent languages careful suddenly wells shelf completion
wages comfortable province enjoy assess bags molecules deg drawing assume balloting peers enjoyed burden upset
attacking thin perspective consecutive campaigning forget copy speeds exhibition committees atomic scrutiny shock
transportation photos heritage maize gasoline fuels gravity fossils dinosaurs ticket throw filled picking personally
drew eased selection improvements trader ounce tags bonus survival polls convert fat methane citing buildings
recovered pack plastic assigned activists crown epa cartoon scenes wars bones crash fan drinks measuring creditor
phenomenon stimulate spacecraft moderate acceptable count stick cinema subsequent oriented penalties revolution sway
planted guys depth pilot sentence exporting compute recommendations consolidated seeds visa feared condemned constant
sparked predicts indicates automatically observations lowered surgery annually diluted soccer fever conclude breach
flew lay journalist clash slipped shops appeals depend breaks relation callable advances lse shocked cancelled compel
succeed extensive voluntary gun whilst predictions oils capitals tension opponents shooting cloud hospitals background
trucks realise dozens frequently weakness cyber newspapers entitled malicious wholesale suspect mechanism recording
knee emotional sustainable rivers indicator handheld taped connect influential specialist sufficient announcing
expenditure carries warheads stream negotiated headlines provisional maintained struggle integrated rays consistent
dual obtained silicon placement daughter boards readers ballot publication experiments baseball depicting declining
cautious bidding drives database commonly attributed definitive varieties representation demanded accusing exclusive
retire relevant glass soybeans supermarkets insects departure universal broadly typical explanation dates demanding
exceed responding hypersonic numerous urgency proven viewed craft servers deadly portion categories subsidiaries
deficits galaxy violation cyberattacks founded religious werent margins organisers dropping cumulative excellent
continent acknowledge pursue spoken odds attempting affects corporations fault doubled teeth visual destroying
regardless chose suggestions whereas quiet arrangements slowdown acted alliances blast striking legally reject
comprehensive nights creates mineral pretax sperm hosted writes unprecedented length aspects obtain browser rains
documentary commenting travelling worker roughly productivity dubbed objective button reliance advised walking
appointment arguing procedures pays holder fleet preference gradually formation floating rumours ounces intelligent
upgrade thrown indefinitely suggestion respects informal shield combat struggled seventh towns aviation tweeted anyway
resolved promoting deciding sorts formally shop inspired performances reverse collect suppliers retailer engaged
victim fixing breakfast valuable proud bottle finds organic hidden adjustment identification stole miners locked
ensuring oppose concert processed manufacturer realized uncertain client kicked spotted truly implemented grounds item
select dramatically allocations sight slower distant arriving dialogue mails spreading institution providers compares
rings controlling metre ozone embryos existence explosive rarely somewhat visited pointing comparison hardly landmark
exported merge crew structures pressing abandoned considerable desert requested participate demonstrate emerge
evolutionary agrees defender vegetables concentrate pharmaceutical plasma foster personality exclude momentum anger
perception relating volunteers clothing jointly cargo signaled moments demonstrated radical unexpected hosts
capabilities shes poster lying surge tribunal proving incredible amazing roles movements fibre buyout criticized soul
actively collapsed separately jets barriers clouds mode caps minds hugely fined patents subcommittee cooperative
banana beach embassy senators pledge innovative shoot creatures overcome publishing licence bull thousand encounter
spirit checks yellow confidential totalling diversity occurring toll regard legs experiences suitable decrease
maintenance smoking kilogram closure thank ultimate commit maintaining testimony update harm boosting racing banker
grace mature lease monopoly establishing captured practical trigger citys genuine narrow distinct village exit
distribute downloaded biology lows crowns ethnic whales consoles ally hack warn correspondent slide protocol
circulation lawsuits declines moratorium diet please reporter laid tracks articles similarly rolled vendors ignored
terrorists lock interstate inland obligations detective academic delegation replied component sole scoring laser
slowing junior diagnosis excluding militants economically reliable lobby refined communicate topped pupils reflecting
grapes handsets explore doctor preventing wealth spin centers counterparts minor displays letting swap strain register
screens profitability rescheduling warrant upward incomes toxic timber absolute warnings fierce noting tonight mood
layer licensing repayment junk recreate expires retribution gotten attitude attached missions predicting arrangement
aggression meal rankings routine challenging ambitions tied answers pleaded privacy doors substructure approached
conversations intend bolster afterwards trusted characteristics breakthrough awareness eighth alive kinds keys kids
criteria eliminate totaled accounted textile heating confirmation demonstrators regarded attributes sentiment
somewhere impression trends wear formerly permission venue tangible neighbors bloc blocking pose praise walked domain
situations flood weighting repay sweet mountain costly proteins evils dealt valid discussing generating tape responded
universities institutional eligible provider operated harvesting imaging alternatives multimedia cows declaration
admits sins unrest literally neutral artificial lager investigated alarm tanks ports relates employed curb labels
planting supermarket cloning installed advocates commissioned boxes recalled theft teachers functions slowed delighted
shoppers memories intentions chairs legitimate satisfied hopeful poorly retaliation celebrity redemption finances
horticulture argues sick engineer industrialized excerpts engagement unity backs complicated acceptance barely
subscribers metropolitan calculate carriers battery cubic meddle releasing wonderful shake bearing implement disclose
shortfall branches blocks worm orbiting manifesto pursuing commander survived speaker featured duties governing rebate
restructure interviewed strict anybody advisor reviewing outlets mountains deliberately credibility tackling mask
nomination operative apology transmission pork refinery supplier feeding genetics oceans hide interpretations sample
depressed repayments exceptional rupees juice urine reaches abnormal lights perceived sandwiched corruption theories
click initiatives overhaul ages convicted introducing inventory flexible associations therapy psychological genome
ntilde deeper stayed violations prominent ideal realistic angle lists regulator disc northwest storms monitored
engaging southwest greatly guide manner exact painting fundamentals compounds automatic sporting lucky subsidy
borrowings boat observers busy master cognitive judgement surveys inspection fines flooding chat driver plot rebels
fiction repair flag submit avoiding permit postponed debris earning triple booming diesel principles disclosure trick
crack aiming dependent sued tourism owed procedure defeated mate reef highlights interfered empire benchmark mile
colleague shipped gaining teacher concerning lenders tickets removal insists husband strange aide enhance alert string
soaring aluminium halted unrealistic supportive helicopter somehow sequel rush pump rebuild burst react focusing
proceed yuan nets passes hotels kilo fibres extinction repeat threaten posed conflicts mirror chaos license gases oh
terrible mouth unacceptable prepares arguments kicking comeback routes aerospace spotlight seemingly criminals raises
consists define withdrew incentive nominees wiped weed beautiful compliance speaks interstitial organizations entities
https mysteries fronts leverage battling amendment consistently requests disgrace locations noise assist
generalization inventories restricted lamb graziers prizes stopping grid deliverable reacted precious notably
factories underway skilled transition defensive knowing rocket reviewed characters releases sacked household bananas
anonymity approaches underwater bitter integrity simultaneously institutes hero identical preserve reorganization
molecular kilometre scripted scant pointless foes sudden expression excessive salary liabilities utilities southeast
hydrogen poorest possession refuse easing shaped blind mentioned guarantees swing withdrawn neck apologise exhibit
mango stockholders lucrative satellites surfaces biosecurity foxes maths galaxies tone dealings gear surprisingly
proportion difficulty suspend choices arrives branded constantly applying wounded examined audiences pesos interbank
wildlife diplomat hostage frustrated elderly renewable constitutional donations discover verdict debtor circuit
engineers escape shark demonstration rallied refuses complaining novichok succession battles similarities innocent
mystery recommend implementation honours exists abattoir biodiesel itunes gamma investing undermined inevitable
aggressively remarkable temporarily strengthened briefing prototype ignore lung knocked brilliant offerings viable
experimental yard easiest likewise refusing surveyed lifetime conclusions legend airports compare sorghum redeem
sister vaccines measurements keeper arsenals cave revise pressed hang writers campaigners violated collaboration
scores ceiling colluded adopt coaches appearing crimes indicating elaborate witness tariff concentrated keywords
calculations ventures discipline households vegetation sharks highlight fusion
`;
