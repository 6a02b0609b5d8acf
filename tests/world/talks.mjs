/** The demo's conversations: a rep of a coffee-machine maker and her customers. Format: talk.mjs. */

export const TALKS = {
  ana: `
    them: Hi Marina! We loved the demo at the fair last week 🙂
    me: So glad to hear that, Ana! Which machine stayed in your mind?
    them: The two-group one. Our team cannot stop talking about the milk texture.
    me: Good taste. I can send the spec sheet and a price for Curitiba and São Paulo.
    -- 5d
    me+document: Aurora Two-Group - offer.pdf | 1.2 MB
    me: Here is the offer, including delivery and one day of training.
    them: Thank you! I am taking it to our board on Monday.
    them: One question: is the water filter included?
    me+reply: One question: is the water filter included? >> It is, and the first two replacements are on us.
    -- 2d
    them+image: This is the corner we have for it
    them: The counter is 92 cm wide. Does it fit?
    me: It fits with 8 cm to spare. Please keep 15 cm free at the back for air.
    them+ptt: 0:34
    me: Understood. So two machines, and the second one by March?
    them: Exactly. And what would the price be for two?
    me: For two I can do 7 percent off and free installation.
    -- 1d
    them: The board said yes 👍
    me: Wonderful news! I will prepare the contract today.
    them: Could the invoice go to our new office? I will send you the address.
    them: Rua das Palmeiras 418, Curitiba
    me: Noted. You will have the contract in your inbox this afternoon.
    them: Perfect. Can we keep Thursday 10:00 for the training call?`,
  james: `
    them: Morning Marina, James from Harrow & Finch here.
    me: Good morning James! How is the new grinder behaving?
    them: Brilliantly. We are opening a second shop in Leeds in February.
    -- 2d
    me: Congratulations! Same set-up as in London?
    them: Same, but with the quiet grinder. It is a reading café.
    me: Then the Q model. I will send prices in pounds tomorrow.
    -- 1d
    me+document: Harrow Finch Leeds.pdf | 860 kB
    them: Got it. Can you hold that price until January?
    me: Until 31 January, yes.
    them: Brilliant, thank you.`,
  grace: `
    me: Hi Grace, your spare parts left our warehouse this morning.
    them: Great, thanks! Do you have a tracking number?
    me: Yes: AUR-55817. Three to four days to New York.
    -- 1d
    them: The steam wand on machine two is leaking again
    them+image: Looks like the gasket
    me: It does. There are two gaskets in the parcel; I will book a technician to be safe.
    them: Friday morning works best for us.
    me: Friday 9 am it is. Ben will call you when he is on his way.
    them: You are the best. Have a nice day!`,
  priya: `
    them: Hello Marina, Priya from Lotus Lane. The Bengaluru café opens in six weeks.
    me: Exciting! Shall we fix the delivery date?
    them: Please. Anything before 10 January is fine.
    me: The container reaches Chennai on 28 December. Customs needs about five days.
    them: Perfect. Who is the contact person for installation?
    me: Karthik. He will write to you on Monday.
    -- 2d
    them: Karthik was here, very helpful. Payment went out today.
    me: Received, thank you Priya ❤️`,
  tom: `
    me: Hallo Tom, did the test week go well?
    them: Very well. The baristas want to keep the machine.
    me: Then let us not disappoint them 🙂
    them: What is the monthly price if we lease for 36 months?
    me: 289 euros with full service, 239 without.
    -- 3d
    them: We take it with service. Please send the contract to our office in Hamburg.
    me: On its way tomorrow morning.`,
  carmen: `
    them: Hola Marina! Is the Aurora Mini available in red?
    me: Hola Carmen! Red, black and cream.
    them: Then six red ones for the hotel bars, please.
    me: I will reserve them. The lead time is four weeks.
    -- 1d
    them: Our purchasing team asks for a pro forma invoice.
    me: You have it within the hour.`,
  mateus: `
    them: Good morning! A friend gave me your number. I run three bakeries in Pinheiros.
    me: Good morning, Mateus! What do you brew with today?
    them: Old automatic machines. The coffee is bitter and customers notice.
    me: Let us do a tasting. Would Wednesday suit you?
    them: Wednesday at 15:00 in the Rua Augusta shop.
    me: I will bring two machines and a barista.
    -- 1d
    them: Two of my managers want to join. Is that fine?
    me: Of course, the more the better.
    them: Wonderful, see you on Wednesday!`,
  ethan: `
    them: Hey Marina, Ethan from Brooklyn Grind. Do you ship grinders without a machine?
    me: Hi Ethan! We do, from our New Jersey stock.
    them: Great, I need four by mid December.
    me: Four are in stock, black or white.
    them: Black, all four.
    me: Good choice, they hide the coffee dust best.
    -- 1d
    them: One thing: do they run on 110 volts?
    me: Yes, the American version is in the New Jersey stock.
    me: Shall I quote with express delivery?
    them: Yes please.`,
  charlotte: `
    them: Hello, Charlotte Hughes from Tidewater Rooms. We met in Lisbon.
    me: Hello Charlotte! The boutique hotel with the roof terrace, right?
    them: That is us. We would like a machine for the breakfast room.
    me: How many guests on a busy morning?
    them: About eighty.
    me: Then the two-group with the large boiler. Offer follows today.
    -- 1d
    me+document: Tidewater Rooms.pdf | 940 kB
    them: Thank you, it looks good. Is the training included?
    me: Half a day for up to six people.
    them: Excellent. I will talk to our owner on Friday.`,
  marcos: `
    them: Marina, both our shops need descaling kits again.
    me: Sure. Same address for both?
    them: No, one box to each shop please.
    me: Sure. Three kits each?
    them: Four for shop two, it is by the sea.
    me: Makes sense. Shall I put both on one invoice?
    them: Two invoices, please. My brother does the books of shop two.
    -- 1h
    me: Done, they leave tomorrow.`,
  bakery: `
    me: Hello, your monthly beans are packed.
    them: Thank you! Our driver comes at 11.
    them: One more thing: could we have two extra kilos of Primavera?`,
  unsaved: `
    them: Good morning, is this Marina from Aurora?
    me: Good morning! Yes, how can I help?
    them: I run a small bookshop with five tables in Vila Madalena.
    me: Lovely! Do you serve coffee already?
    them: Only filter. I want to start with espresso in January.
    me: The Aurora Mini would fit well: one group, quiet, plugs in anywhere.
    -- 2h
    them: That sounds right. What does it cost?
    me: 6,500 reais with grinder, delivered and explained.
    them: I saw one at the café of a friend. Do you have a showroom in São Paulo?`,
  gabriel: `
    them: Hi, this is my new private number. The office line stays the same.
    me: Thanks Gabriel, saved! How did the staff training go?
    them: Very well. We want a second round in January.
    me: I will check the trainer's calendar.
    -- 1d
    me: 14 or 21 January, which suits you better?
    them: The 21st. Same eight people as last time.
    me: Booked. I will send the invitation.
    them: Thank you, Marina!`,
  joao: `
    them: Marina, the pressure gauge shows 11 bar. Normal?
    me: A little high. Is the pump older than two years?
    them: Three years in January.
    me: Then let us replace it under the service contract. Tuesday?
    them: Tuesday is perfect, thank you.`,
  launch: `
    Ana: Good morning all! Three days to the opening in Curitiba.
    me: Machines arrive on Thursday between 8 and 10.
    Lucas: I will be at the door with two people to carry.
    Helena: The water line is ready, tested yesterday.
    Rafael+image: Counter is finished
    Ana: Beautiful!
    -- 1d
    Mateus: Who brings the milk for the tasting?
    Helena: We do, 40 litres.
    me: And 12 kg of beans from our side.
    Beatriz+poll: Which blend for the opening? | Serra Azul | Primavera | Both
    Lucas: Both, obviously 🙂
    Rafael+reply: Machines arrive on Thursday between 8 and 10. >> Is the loading bay booked?
    me: Booked until noon.
    Ana+album: 4
    Ana: Some impressions from the terrace
    Juliana+sticker:
    Helena: See you all on Thursday 👍`,
  partners: `
    me: Welcome to the partner group! Prices for 2027 come here first.
    Lucas: Thanks Marina. When is the next training day in São Paulo?
    me: 12 December, places for twenty.
    Felipe: Please put two of us on the list.
    Isabela: And three from Salvador!
    me: Noted, that makes five.
    Bruno: Will there be a session on milk alternatives?
    me: Yes, in the afternoon.
    Larissa: Then I am coming too.
    Renata: Same here 👍
    -- 1h
    Patrícia: Is there parking at the training centre?
    Bruno: Behind the building, free of charge.
    Felipe: See you all there.`,
  meetup: `
    me: Hi everyone, thanks for adding me.
    Kai: Welcome! Bring your favourite grinder settings.
    Noor: And your questions. Next meetup is Friday at 19:00.
    me: I will be there with a demo machine.
    Kai: Nice one 🙂`,
  install: `
    me: Team, the Leeds job is confirmed for 3 February.
    Rafael: Good, I will plan two days.
    João: Do we bring the water kit?
    me: Yes, and the quiet grinder.
    Rafael: Understood.`,
  lisbon: `
    Pedro: The booth in Lisbon is paid.
    me: Great! Who arrives on Monday?
    Lucía: I do, at noon.
    Camille: Me too, with the samples.
    Sofia: I land on Tuesday morning.
    me: Perfect. Dinner is on me.`,
  self: `
    me: Prices 2027: check freight from Santos
    me: Call Ana about training on Thursday
    me: Birthday gift for Helena 🙂`,
};

/** Every kind of row that the client has, in one chat, and long enough to virtualise. */
export const LONG = `
    them+system: Messages to this chat are from a business partner.
    them: Hello Marina, Lucas from Casa do Grão. We should plan next year's orders.
    me: Hello Lucas! With pleasure. Shall we go through it month by month?
    ${["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"].map((month, index) => `
    ${index % 4 === 3 ? "-- 1d" : "-- 2h"}
    them: ${month}: we expect ${3 + ((index * 5) % 7)} new shops, each with one two-group machine and a grinder.
    me: Noted. Beans for the first weeks as well?
    them: Yes, ${20 + index * 2} kg per shop, half espresso and half filter.
    me: Delivery in the first week of ${month} then. I will put it in the plan.
    them: Good. The address list follows.
    me: Thank you, that helps our logistics team a lot.`).join("\n")}
    them+image: Our newest shop in Tijuca
    me: It looks great!
    them+call: 4 min
    them+revoked:
    me+edited: The complete plan comes tomorrow at noon.
    them+long: That is everything from our side. To sum up: the order plan stands, the addresses follow by e-mail, the technicians are informed, and the training days stay as agreed, unless the fair in Lisbon moves, in which case we talk again in the second week of January and decide together.
    them: Thank you for your patience 🙂`;

/** Short exchanges for everybody else. */
export const SMALL = [
  "them: Hi, could you send me the price list?\nme: Of course, here it comes.\nme+document: Price list 2026.pdf | 420 kB\nthem: Thank you!",
  "me: Good morning! Did the parcel arrive?\nthem: It did, all complete.\nme: Lovely, enjoy it!",
  "them: Is the service team free next week?\nme: Tuesday or Thursday.\nthem: Thursday, please.\nme: Booked.",
  "me: Just a reminder of our call tomorrow at 14:00.\nthem: Thanks, I will be there 👍",
  "them: How long is the warranty on the grinder?\nme: Two years, three with registration.\nthem: Good to know. I will register today.",
  "them: We are thinking about a second machine.\nme: Happy to help! For which shop?\nthem: The one at the station. I will call you on Monday.",
  "me: Thank you for visiting our stand!\nthem: My pleasure, great coffee.\nme: Shall we talk next week?\nthem: Yes, write to me on Wednesday.",
  "them: The invoice has the old address.\nme: Sorry! A corrected one is on its way.\nthem: Perfect, thanks.",
];
