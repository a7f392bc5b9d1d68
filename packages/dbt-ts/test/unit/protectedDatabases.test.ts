import { assert, describe, it } from "@effect/vitest"
import { protectionViolation } from "../../src/store/ProtectedDatabases.ts"

const isProtected = (name: string) => name.toLowerCase().startsWith("corridor_")
const violation = (sql: string) => protectionViolation(sql, isProtected)

describe("statements that write to a protected database are refused", () => {
  for (const sql of [
    "insert into corridor_mart.flows select 1",
    "INSERT INTO TABLE `corridor_mart` . `flows` (a) VALUES (1)",
    'insert into "corridor_mart"."flows" format CSV\n1\n',
    "/* x */ insert /* y */ into -- z\n corridor_mart/**/.flows select 1",
    "with a as (select 1) insert into corridor_mart.flows select * from a",
    "with 1 as select insert into corridor_mart.flows select 2",
    "insert into own.x select 1 parallel with insert into corridor_mart.flows select 2",
    "insert into own.x (values) select 1 parallel with drop table corridor_mart.flows",
    "insert into function remote('127.0.0.1', 'corridor_mart', 'flows') select 1",
    "insert into function cluster('default', concat('corridor_', 'mart'), 'flows') select 1",
    "create table corridor_mart.flows engine = MergeTree order by tuple() as select 1",
    "create or replace table corridor_mart.flows (a Int8) engine = Memory",
    "create view if not exists corridor_mart.v as select 1",
    "create materialized view own.v to corridor_mart.flows as select 1 as a",
    "create table own.b (a Int8) engine = Buffer('corridor_mart', 'flows', 1, 1, 1, 1, 1, 1, 1)",
    "create table own.b (a Int8) engine = Buffer(concat('corridor', '_mart'), flows, 1, 1, 1, 1, 1, 1, 1)",
    "create table own.select (a Int8) engine = Buffer(concat('corridor', '_mart'), flows, 1, 1, 1, 1, 1, 1, 1)",
    "create table own.d (a Int8 default (select 1)) engine Distributed('default', 'corridor_mart', 'flows')",
    "create table own.m (a Int8) engine = Alias('corridor_mart', 'flows')",
    "create database corridor_new",
    "create database if not exists `corridor_mart`",
    "drop table if exists corridor_mart.flows sync",
    "drop database corridor_mart",
    "truncate table corridor_mart.flows",
    "detach table corridor_mart.flows",
    "rename table own.x to corridor_mart.flows",
    "exchange tables own.x and corridor_mart.flows",
    "alter table corridor_mart.flows delete where 1",
    "alter table own.x delete where a in (select 1), move partition 1 to table corridor_mart.flows",
    "delete from corridor_mart.flows where 1",
    "update corridor_mart.flows set a = 1 where 1",
    "optimize table corridor_mart.flows final",
    "use corridor_mart",
    "insert into {db:Identifier}.flows select 1",
    "insert into `corridor\\x5fmart`.flows select 1",
    "insert into “corridor_mart”.flows select 1",
    "backup table corridor_mart.flows to Disk('x', 'y')",
    "restore table own.x as corridor_mart.flows from Disk('x', 'y')",
    "grant all on corridor_mart.* to x",
    "drop table `own"
  ]) {
    it(sql, () => assert.isString(violation(sql)))
  }
})

describe("other statements are sent", () => {
  for (const sql of [
    "select * from corridor_mart.flows",
    "with x as (select * from corridor_mart.flows) select * from x",
    "(select 1 from corridor_mart.flows)",
    "describe table (select * from corridor_mart.flows)",
    "show tables from corridor_mart",
    "create table own.x engine = MergeTree order by tuple() as (select * from corridor_mart.flows)",
    "create table own.x order by tuple() as select * from corridor_mart.flows",
    "create table own.x order by tuple() as with f as (select * from corridor_mart.flows) select * from f",
    "create or replace view own.v as (\n  select 'corridor_mart' as a\n)",
    "insert into own.x (a) select a from corridor_mart.flows",
    "insert into own.x values ('corridor_mart')",
    "insert into `own`.`x` (`a`)\n\nformat CSV\ncorridor_mart,O'Brien\n",
    "delete from own.x where a in (select a from corridor_mart.flows)",
    "alter table own.x modify comment 'made from corridor_mart.flows'",
    "create database if not exists `own`",
    "exchange tables own.a and own.b",
    "kill query where Settings['log_comment'] = 'x' async"
  ]) {
    it(sql, () => assert.isUndefined(violation(sql)))
  }
})
