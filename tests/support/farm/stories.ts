/**
 * Twenty-six short reports, written for the tests: places, people and firms are made up. No two tell of the same thing, and
 * no two are built alike.
 */
export const STORIES = {
  'harbour-post': {
    'ferry-strike': `Ferry crews at Quillmouth walked off the job before dawn on Monday, stranding some four hundred commuters on the north bank and leaving the morning fish lorries to queue along the quay.
The walkout follows eleven weeks of talks about rest breaks. Crews say the winter timetable gives them nine minutes between crossings, too little to check the ramps, and point to a near miss in January when a chain parted under load.
The operator, Estuary Lines, called the action premature and said that a mediator had been booked for Thursday. It is running a replacement launch that carries thirty passengers and no vehicles.
Market traders were less patient. Oona Varley, who sells crab from a stall by the slipway, said she had thrown away a third of her stock by ten o'clock and would send the bill to whoever answered the phone first.`,
    'library-roof': `A retired roofer has mended the leaking dome of the Carrow Street library for nothing, after reading in the children's room that story hour might have to be held under umbrellas.
Desmond Aylett, seventy-three, spent nine days on the scaffold with two former apprentices. They replaced forty slates, re-dressed the lead around the lantern and pulled a jackdaw's nest the size of a bath out of the gutter.
The council had put the work out to tender twice and received no bid under sixty thousand pounds. It has paid for materials, about four thousand, and for the trio's lunches.
Aylett says he learned to read in the building and considers the account settled. The jackdaws, he adds, have been offered a box on the bandstand and seem to be thinking it over.`,
    'tide-gauge': `Engineers have lifted a tide gauge out of the mud off Pellow Point and found that it had been reporting the sea level of a drainage pipe since the spring.
The instrument, one of five that feed the harbour's flood warnings, slipped from its bracket during the April gales and came to rest with its intake inside an old outfall. From then on it recorded a calm and slightly falling sea.
Nobody noticed because the other four gauges agreed with each other, and the software quietly gave the fifth less weight each week. By August it counted for almost nothing.
Harbour master Ines Tollan said no warning had been missed. She has asked for an alarm that sounds when a gauge is ignored for more than ten days, and for the pipe to be capped before anybody else measures it.`,
    'bakery-court': `Magistrates have ruled that a baker may go on lighting his oven at three in the morning, ending a dispute that split the terrace above the old tram depot for most of a year.
Neighbours had complained of smoke, of singing and of a delivery boy who whistles. Their solicitor produced a diary with sixty-one entries. The defence produced a petition with nine hundred names and, on the second day, a tray of rolls that the bench declined to accept as evidence.
The order requires Tomas Brindle to fit a taller flue by midsummer and to keep the yard gate shut before six.
It says nothing about singing. Outside, Brindle said he had not known he did it, and that he would ask his wife whether it was any good.`,
    'otter-count': `Volunteers who walked the banks of the Senn for a weekend in March have counted signs of otters on every reach but one, the best result since the survey began thirty years ago.
They look for droppings, which smell faintly of jasmine tea, and for the five-toed prints left on soft sand below bridges. This year's party of eighty found both as far up as the weir at Low Hatherby, a stretch that was dead when the paper mill was working.
The exception was a mile of concrete channel behind the retail park. Survey leader Prue Ashdown thinks the animals pass through it at night without stopping, as most people do.
A public talk on the findings will be given in the rowing club, where an otter ate the koi in 2019.`,
    'hospital-lifts': `Two of the four lifts at St Brannoc's hospital will be out of service until June because the firm that made them no longer exists and the part that failed was never drawn to a common standard.
A workshop in the next county is casting the gear from a wooden pattern. Until it arrives porters are moving beds through the kitchens between meals, a detour of eleven minutes that has already put back a dozen operations.
Managers say urgent cases have priority and that nobody has been turned away. A union representative described the basement corridor as a rally stage with soup.
The trust owns nine more lifts of the same make. It has asked for a price to replace them all and, according to board papers, did so for the first time in 2011.`,
    'school-bees': `Pupils at Marl Lane primary have sold out of honey for the fourth autumn running, and this time they have an auditor's report to go with the jars.
The hives stand on the flat roof of the gym. Two children from the top class suit up every Friday with the caretaker, who kept bees in his own country and says the temper of these is no worse than that of a staff meeting.
Year six runs the accounts. After a jar went missing in 2022 they brought in double entry, a locked cupboard and a rota of witnesses, and asked a parent who works for the tax office to inspect the books.
She found them eighty pence over. The surplus has been traced to a teacher who felt guilty about the missing jar.`,
    'crane-sale': `The last steam crane on the Quillmouth waterfront has been sold to a museum for one pound, on condition that it is moved before the cruise season opens.
Built in 1911 to lift boilers, it has not turned since a strike in 1968, when the driver climbed down, pocketed the key and emigrated. The key came back by post from Tasmania forty years later, without a letter.
Moving the crane will cost rather more than the price. It weighs ninety tonnes and the swing bridge is rated for sixty, so a barge will have to take it at a spring tide with a foot to spare.
Museum director Hal Orrin said insurers had asked him to describe the risk in a single word and that he had chosen "theatre".`,
    'allotment-rent': `Rents on the city's allotments will double over three years under a plan that councillors approved on Wednesday by a single vote, to groans from a gallery that had brought marrows.
A standard plot will cost eighty-four pounds a year by the end of the period. The parks department says the present charge does not cover water, and that a third of plots are let to people who have not been seen since the jubilee.
Opponents wanted the idle plots reclaimed first. There are seven hundred names on the waiting list, among them a man who applied for his daughter and now expects the key to go to his grandson.
An amendment to let tenants pay in vegetables was ruled out of order, though the mayor was heard to ask what kind.`,
    'night-bus': `Passengers on the number nine night bus have been asked to vote on its future with their feet, after a trial found that it carries more nurses than drinkers.
The route was set up to empty the bars on Tarpot Street. Counts taken on sixty nights showed that the busiest stop is the hospital at a quarter to five, and that hardly anybody is left on board by the time the last club closes.
The company proposes to start an hour later and go on until seven. It would drop the loop past the casino, which has three regulars, two of them croupiers.
Drivers support the change. One wrote in the comments box that in nineteen years nobody coming off a ward had ever tried to pay him with a kebab.`,
  },
  'ledger-wire': {
    'tin-price': `Tin rose to its dearest in fourteen months on Tuesday after a landslide closed the rail spur that serves two of the smelters on the Karrow plateau, traders said.
The metal for delivery in three months gained four per cent before giving back a little of it in the afternoon. Stocks in registered sheds have fallen for six weeks in a row and now cover barely nine days of use.
No one was hurt by the slide, which carried away ninety metres of embankment. The railway expects to need three weeks; the smelters hold ore for two.
Makers of solder are the first to feel a squeeze. A buyer at one electronics group said that he had been offered a cargo at a premium he last saw during the floods, and that he had taken it without haggling.`,
    'bank-branches': `Corvane, the country's third-largest lender by deposits, will close one in five of its branches by next summer and put the money into kiosks inside post offices and supermarkets.
The bank told staff on Friday that visits had fallen by half in four years. About eleven hundred posts are affected, though it hopes that most can be shed through retirement.
Analysts had expected a deeper cut. The shares slipped one per cent, partly because the bank left its forecast for costs unchanged, which some read as a sign that the kiosks are not cheap.
A consumer body asked that no village be left with neither a counter nor a cash machine. Corvane replied with a map. Of the places on it, the group said, three were under a reservoir that was filled in 1974.`,
    'solar-tender': `Bidders in the largest auction of solar capacity yet held by the coastal states offered to sell power for less than the cost of coal, officials who opened the envelopes said.
The lowest price came from a consortium of pension funds that plans to build on a salt pan too briny for crops. Six of the nine winners have never built a plant before, and regulators will hold a deposit from each until panels are in the ground.
Demand for the contracts was four times the amount on offer. Those who missed out blamed cheap loans and said that some of the winning prices left nothing over for repairs.
The states will run a second round in the autumn, for batteries. Its rules, at the request of lenders, run to six hundred pages.`,
    'coffee-frost': `Two nights of frost have damaged coffee trees across the southern uplands, where growers were already counting on their smallest crop since the rust of 2013.
Agronomists who toured the worst-hit valley put losses there at two fifths of the flowering. Old trees on high ground came through best; young ones, planted in the hollows because the soil is deep, were blackened to the stem.
Futures jumped nine per cent when the pictures came out and then drifted as rain was forecast. Warehouses in the consuming countries are comfortably full.
For the cooperatives the timing is cruel. Many had borrowed to replace their trees with a kind that resists the rust, and the first instalment is due in the month in which they would have picked.`,
    'port-merger': `The owners of the region's two container ports have agreed to merge, in a deal that would leave a single company handling seven boxes in every ten that cross the gulf.
Shareholders in the smaller of the two will receive cash and a quarter of the new firm. The partners promise savings of ninety million a year, chiefly by sending each class of ship to whichever terminal has the depth for it.
Competition authorities in four countries must consent. Shippers have begun to organise: a federation of fruit exporters said that it had already been quoted a handling charge, for next season, with no currency beside the figure.
The chairmen, who were rivals at school, signed the papers on a ferry halfway between the quays because neither would come to the other's office.`,
    'wage-index': `Pay in manufacturing grew faster than prices for a fifth month in a row, the statistics office reported, although half of the gain came from overtime that is unlikely to last.
Wages per hour were up by five per cent on the year. The rise was sharpest among firms that make rail vehicles, which are working through a backlog of orders from before the bridge programme, and weakest in furniture.
Economists said the central bank would look past the figure at its meeting next week. It has said it watches settlements rather than pay packets, and those have been flat since winter.
The office also corrected a mistake. For two years a cannery had been filing the salaries of its management twice, it said, without moving the national average by as much as one part in a thousand.`,
  },
  'valley-echo': {
    'dam-picnic': `Families who were moved out of Upper Thessaly when the valley was flooded met on Sunday on the dam that drowned it, spread rugs along the parapet and called out the names of the farms.
Seventeen of those present had been born below the water line. The eldest, Agathe Renn, ninety-six, corrected the map that the water company had printed for the day and was given a felt pen to do so.
In a dry year the church tower shows, and then the paths fill with strangers. The families prefer it when nothing can be seen.
A choir sang the hymn that had been interrupted at the last service, in 1952, by a lorry that came early for the pews. They began at the third verse.`,
    'goat-bridge': `A herd of forty goats held up the evening train at Skell Bridge for fifty minutes on Thursday, and the guard has been praised for the way in which he ended it.
The animals had found the only warm stretch of stone in the gorge. Horns had no effect, nor did a passenger who said that he understood goats and was later treated for a bruise.
Guard Emil Trask walked back along the carriages, collected every sandwich that anybody would part with and laid them in a line down the embankment.
The railway says that it does not recommend the method. It has nonetheless refunded him for the bread, and the farmer has mended his fence with a gate that once belonged to the station.`,
    'winter-road': `The pass road over Great Ferrin will be kept open all winter for the first time, after the three villages beyond it agreed to pay for a plough and a man to sit in it.
Until now the snow gates have been shut from the first heavy fall to Easter, and the drive to the doctor became a round of ninety kilometres. Last February a vet was flown in for a mare.
The plough is second-hand, from an airport. Its driver will live in the old customs house at the summit with a stove, a radio and a dog that has yet to be chosen.
The canton, which had refused the money six times, said it welcomed local initiative. It reserved the right to close the road if somebody wrote to the newspapers about the bend above the chapel.`,
    'mill-wheel': `Water has turned the wheel of Dobry mill for the first time since the war, slowly enough on the first attempt for the miller's granddaughter to walk beside a paddle all the way round.
The restorers worked from one photograph and from the marks that the old wheel had worn into the wall. They used larch, because oak could not be had in the lengths, and pegged it without a nail.
On test the stones ground forty kilos of rye before a bearing ran hot. It was packed with lard, according to custom, and will be replaced with bronze, according to the insurers.
Bread from the first sack was shared out in the yard. Opinion was divided between those who found it gritty and those who said so more quietly.`,
    'post-van': `After thirty-one years and, by her own reckoning, two million letters, Marta Lindqvist has driven the yellow van up the Orrel valley for the last time.
She was the one who noticed when a curtain stayed drawn. Twice she broke a window and was right, and once she broke a window and had to apologise to a bather.
The round will be served from the next valley, on three days a week, by whoever is on shift. Parcels for the highest farms are to be left in a steel box at the turning, which has been put where the drift always forms.
At her farewell in the school hall she was given a chair. She sat in it for the speeches, then helped to carry it out to the van, and drove it home.`,
    'chess-cows': `The upland village of Saint-Orme has beaten a city club of forty boards in a match played by post, by telephone and, in the last round, by a boy on a bicycle, when a storm took down the line.
The contest had run for sixteen months. Villagers met over the dairy on Tuesdays and settled each move by a show of hands, with the casting vote left to the cheesemaker because she was always sober.
Their opponents used a computer to check for blunders. It failed to find one until the thirty-fourth move of the deciding game, and that was theirs.
The prize is a clock. It has been hung in the milking shed, where it is said to be six minutes fast and to do no harm.`,
    'quarry-choir': `A disused slate quarry with an echo of seven seconds will be given over to singers for one night in July, if the bats that roost in it are judged to be out by nine.
Organisers in Penn Moel have invited nine choirs, none of which may use an instrument or a microphone. The acoustics were tested in May by a tenor, a surveyor and a dog.
An ecologist will sit at the mouth of the upper gallery with a counter. Should fewer than two hundred bats leave before dusk the concert moves to the bus garage, whose echo was described in the application as honest.
Tickets go first to those who worked in the quarry. There are eleven of them, and the oldest has asked to be put where the crusher stood, out of habit.`,
  },
  'daily-buzz': {
    'phone-charms': `Little charms that dangle from phones are back, and sellers at the weekend market on Lantern Row say they can hardly thread beads quickly enough.
The cheapest are plastic fruit on a cord. At the other end of the table a maker who trained as a jeweller charges forty for a silver snail, and had sold her tray by noon both days.
Buyers gave all kinds of reasons: to find the thing at the bottom of a bag, to tell two black handsets apart, because a sister had one. Nobody said that they were useful for the wrist.
The craze was last here twenty years ago. One stallholder has brought out her unsold stock from then, still on its cards, and prices it as vintage.`,
    'desk-plants': `If the plant on your desk keeps dying, the trouble may be the window rather than you, according to a grower who looks after the greenery of some sixty offices.
Most workplaces now have glass with a coating that holds back heat, and it holds back a good part of the light that leaves need as well. A fern that would thrive on a kitchen sill starves a metre from such a pane.
His advice is to pick kinds that live on forest floors, to turn the pot on Fridays and to let the soil dry between drinks. Coffee, he says, is not a drink.
And if it dies all the same there is no shame in silk. He rents those too, and they go back to be dusted.`,
    'noodle-queue': `The line outside the new noodle bar on Cutler Street reached the tram stop on opening night, and a busker was doing well out of it until the rain came.
Inside there are eleven stools and a single pot. The cook works with her back to the room, serves two broths and closes when they are gone, which on the first three evenings was before eight.
People who got in described the pork as soft and the welcome as brisk. People who did not were handed a dumpling on a stick, on the house, and about half of them queued again the day after.
A second pot is on order. The cook has said that she will think about a second cook when she has met one.`,
  },
} as const;
