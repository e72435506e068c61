-- Cornerman's two views on Tryton 8.2 with the module sale_opportunity, on SQLite. Run here against Tryton 8.2.
--
-- Tryton's words on the left become one of the six stages, or won or lost. Change them here if you use them differently.
-- Tryton on SQLite writes times without a zone, in the machine's own: set source_time_zone under [funnel] to it.

drop view if exists funnel_deal;
create view funnel_deal as
select
    cast(o.id as text) as id,
    o.number as number,
    o.description as title,
    customer.name as customer,
    owner.name as owner,
    case o.state
        when 'opportunity' then 'discovery'
        when 'converted' then 'proposal'
        when 'cancelled' then 'lost'
        else o.state
    end as stage,
    case o.state when 'won' then 'won' when 'lost' then 'lost' when 'cancelled' then 'lost' else 'open' end as status,
    cast(o.amount as text) as amount,
    currency.code as currency,
    o.create_date as created_at,
    case when o.state in ('lead', 'opportunity', 'converted') then o.end_date end as expected_on,
    case o.state when 'lost' then o.lost_reason when 'cancelled' then 'cancelled' end as lost_reason,
    coalesce(o.write_date, o.create_date) as changed_at
from sale_opportunity o
left join party_party customer on customer.id = o.party
left join company_employee employee on employee.id = o.employee
left join party_party owner on owner.id = employee.party
left join currency_currency currency on currency.id = o.currency;

-- The history holds a version for each write; only those that changed the state are events, each with its amount.
-- (ir_model_log is no source: it has no row for a deal that was won or lost.)
drop view if exists funnel_stage_event;
create view funnel_stage_event as
select
    cast(id as text) as deal_id,
    case state
        when 'opportunity' then 'discovery'
        when 'converted' then 'proposal'
        when 'cancelled' then 'lost'
        else state
    end as stage,
    entered_at,
    cast(amount as text) as amount
from (
    select
        h.id, h.state, h.amount,
        coalesce(h.write_date, h.create_date) as entered_at,
        lag(h.state) over (partition by h.id order by h."__id") as state_before
    from sale_opportunity__history h
    join sale_opportunity o on o.id = h.id
    where h.state is not null
) versions
where state_before is null or state_before <> state;
