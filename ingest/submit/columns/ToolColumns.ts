/**
 * Columns that tools add to every record: about the submission, the device, and the person who entered it. They are not read, checked or sent.
 */
import { attributeOf } from "./HeadingPath.ts"
import { squeeze } from "./OwnColumns.ts"
import { withoutQuestionCode } from "./PlainHeading.ts"

/** After the documentation of the exports and interfaces of KoboToolbox and ODK. */
const ofSurveys =
  /^_|(?:^|[/-])(?:meta|formhub|__system)[/-]|(?:^|\/)(?:deviceid|device_id|username|subscriberid|simserial|sim_serial|phonenumber|phone_number|audit|instanceid|instancename|start|end|today|background-audio)$|@odata|^(?:KEY|PARENT_KEY|SubmissionDate|SubmitterID|SubmitterName|AttachmentsPresent|AttachmentsExpected|Status|ReviewState|DeviceID|Edits|FormVersion|instanceID|CompletionDate|starttime|endtime|simid|devicephonenum|duration|formdef_version)$/i

/** The accounts, times and places of entry of DHIS2's tracker interface, and how it sorts records. `event` and `orgUnit` are read and checked like the partner's own columns. */
const ofTracker =
  /^(?:storedBy|status|program|programStage|enrollment|trackedEntityType|scheduledAt|followUp|attributeOptionCombo|attributeCategoryOptions|providedElsewhere|(?:created|updated)AtDataValue|latitude|longitude|geometry|assignedUser\w*|(?:created|updated|completed)(?:At|AtClient|By|ByUserInfo)(?:\/\w+)?|lastUpdatedByUserInfo\/\w+)$/

/** CommCare: the submission and the case that it belongs to there. */
const ofCommCare =
  /^(?:form[./](?:case|meta|[@#]\w+)(?:[./]|$)|(?:formid|form_link|number|username|caseid|hq_user|(?:received|started|completed)_(?:on|time))$)/

/** Epi Info: ids, and who saved a record when. */
const ofEpiInfo = /^(?:GlobalRecordId|RecStatus|UniqueKey|FKEY|(?:First|Last)Save(?:LogonName|Time))$/

/** REDCap: the record's number, the event, the instrument and its state, as names or labels. */
const ofRedcap =
  /^(?:redcap_\w+|record_id|\w+_complete|Record ID|Event Name|Repeat Instrument|Repeat Instance|Data Access Group|Complete\?)$/

/** LimeSurvey: about the response. The seed orders answers at random. */
const ofLimeSurvey =
  /^(?:id|submitdate|lastpage|startlanguage|seed|startdate|datestamp|refurl|Response ID|Date submitted|Last page|Start language|Seed|Date started|Date last action|Referrer URL)$/

/** Microsoft Forms: about the response; the account of the person who filled it in. */
const ofMicrosoftForms =
  /^(?:ID|Start time|Completion time|Last modified time|Email|Name|Идентификатор|Время начала|Время выполнения|Электронная почта|Имя|Ідентифікатор|Час початку|Час завершення|Електронна пошта|Ім['’]я|Ora de începere|Ora finalizării|E-mail|Nume|Heure de début|Heure de fin|Adresse de messagerie|Nom|Hora de inicio|Hora de finalización|Correo electrónico|Nombre)$/

/** Salesforce: the record, and who made and changed it. */
const ofSalesforce =
  /^(?:Id|IsDeleted|OwnerId|RecordTypeId|SystemModstamp|(?:Created|LastModified)(?:Date|ById)|Last(?:Viewed|Referenced|Activity)Date)$/

/** MongoDB: the document's id and version. */
const ofMongo = /^(?:_id|__v)$/

/** ActivityInfo: the record, and when it was changed. */
const ofActivityInfo = /^(?:@(?:id|parent|lastEditTime)|_id|_lastEditTime)$/

/** SurveyMonkey: about the response and the person who gave it. */
const ofSurveyMonkey =
  /^(?:Respondent ID|Collector ID|Date (?:Created|Modified)|IP Address|Email Address|First Name|Last Name|Custom Data \d+)$/

/** Qualtrics: about the response, as names or labels. */
const ofQualtrics =
  /^(?:(?:Start|End|Recorded) ?Date|Status|Response Type|IP ?Address|Progress|Duration \(in seconds\)|Finished|Response ?I[dD]|Recipient ?(?:Last ?Name|First ?Name|Email)|External ?(?:Data )?Reference|Location ?(?:Latitude|Longitude)|Distribution ?Channel|User ?Language)$/

/** DHIS2's event lists, under the labels of their columns. */
const ofEventList =
  /^(?:Event|Program stage|(?:Stored|Created|Last updated) by|Last updated(?: on)?|Scheduled date|Tracked entity instance|Program instance|Geometry|Longitude|Latitude|Organisation unit(?: name| code| name hierarchy)?|(?:Event|Program) status)$/

const hasAny = (names: ReadonlyArray<string>, wanted: RegExp) => names.some((name) => wanted.test(name))

/** Microsoft Forms' columns are the first five, in this order; the partner's own questions follow. */
const isMicrosoftForms = (names: ReadonlyArray<string>) =>
  names.length > 5 &&
  hasAny([names[1] ?? ""], /time|Время|Час|Ora|Heure|Hora/) &&
  names.slice(0, 5).every((name) => ofMicrosoftForms.test(name))

/** Returns the columns with the ids of records that ActivityInfo's table refers to: `Citizenship` beside `Citizenship Name`. */
const referenceIds = (names: ReadonlyArray<string>): ReadonlySet<string> => {
  const fields = new Set(names.flatMap((name) => squeeze(attributeOf(name)?.of ?? "")))
  return new Set(names.filter((name) => name !== "" && fields.has(squeeze(name))))
}

/** Returns a function that separates the columns of the tool from those of the form; in a table that no tool exported, no column is the tool's. */
export const toolColumns = (names: ReadonlyArray<string>): ((name: string) => boolean) => {
  const isSurvey = hasAny(names, /^(?:_uuid|_submission_time|__id|KEY|meta[/-]instanceID)$/)
  const isTracker =
    hasAny(names, /^(?:event|trackedEntity)$/) && hasAny(names, /^(?:orgUnit|program|trackedEntityType)$/)
  const isActivityInfo = hasAny(names, /^[@_](?:lastEditTime)$|^@id$/)
  const references = isActivityInfo ? referenceIds(names) : new Set()
  const tools = [
    ...(isSurvey ? [ofSurveys] : []),
    ...(isTracker ? [ofTracker] : []),
    ...((hasAny(names, /^formid$/) && hasAny(names, /^form\./)) ||
    hasAny(names, /^form\/meta\/instanceID$|^form\/@xmlns$|^form\/#type$/)
      ? [ofCommCare]
      : []),
    ...(hasAny(names, /^GlobalRecordId$/) ? [ofEpiInfo] : []),
    ...(hasAny(names, /^(?:redcap_\w+|Event Name|Repeat Instrument)$/) ? [ofRedcap] : []),
    ...(hasAny(names, /^(?:seed|Seed|lastpage|Last page)$|^(?:seed|lastpage)\. /) ? [ofLimeSurvey] : []),
    ...(isMicrosoftForms(names) ? [ofMicrosoftForms] : []),
    ...(hasAny(names, /^SystemModstamp$|__c$/) ? [ofSalesforce] : []),
    ...(names[0] === "_id" ? [ofMongo] : []),
    ...(isActivityInfo ? [ofActivityInfo] : []),
    ...(hasAny(names, /^Respondent ID$/) && hasAny(names, /^Collector ID$/) ? [ofSurveyMonkey] : []),
    ...(hasAny(names, /^Response ?I[dD]$/) && hasAny(names, /^Recorded ?Date$/) ? [ofQualtrics] : []),
    ...(hasAny(names, /^Event$/) && hasAny(names, /^(?:Program stage|Organisation unit(?: name)?)$/)
      ? [ofEventList]
      : [])
  ]
  return (name) =>
    references.has(name) || tools.some((added) => added.test(name) || added.test(withoutQuestionCode(name)))
}

/** Returns whether a name of a survey's record is the tool's. */
export const isOfSurveyTool = (name: string): boolean => ofSurveys.test(name)

/** Returns whether a cell is an id that DHIS2 made, in its own column: a partner may use it as a case number. */
export const isTrackerId = (name: string, cell: string): boolean =>
  /^(?:event|enrollment|trackedEntity(?:Instance)?|TEI)$/i.test(name.trim()) && /^[A-Za-z][A-Za-z\d]{10}$/.test(cell)
