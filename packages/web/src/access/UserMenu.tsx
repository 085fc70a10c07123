import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CircleUserRound, LogOut, UserRound, Users } from 'lucide-react'
import { useEffect } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { IconButton, Menu, toast } from '../kit/index.ts'
import { useSession } from './session.ts'

/** Who one is, with the ways to one's account, to the team, and out. */
export function UserMenu() {
  const { me, changed, left } = useSession()
  const client = useClient()
  const asked = useQuery({ ...queries.me(client), staleTime: 0 }).data
  // All tabs of a browser have one cookie, so another tab may have signed in somebody else.
  useEffect(() => {
    if (asked?.user && asked.user.id !== me.user?.id) changed(asked)
  }, [asked, me, changed])
  const navigate = useNavigate()
  const mayReadTeam = useMay('users.read')
  const leaving = useMutation({
    mutationFn: () => client.doors.signOut(),
    onSuccess: () => {
      left()
    },
    onError: (error) => {
      toast(error.message)
    },
  })
  const { name = '', email = '' } = me.user ?? {}
  const team = {
    ...{ id: 'team', text: 'Team', detail: 'Who signs in, and as what' },
    icon: <Users size={15} aria-hidden />,
    do: () => void navigate({ to: '/team' }),
  }
  return (
    <Menu
      label="You"
      actions={[
        {
          ...{ id: 'account', text: name, detail: email },
          icon: <UserRound size={15} aria-hidden />,
          do: () => void navigate({ to: '/account' }),
        },
        ...(mayReadTeam ? [team] : []),
        {
          ...{ id: 'out', text: 'Sign out' },
          icon: <LogOut size={15} aria-hidden />,
          do: () => {
            leaving.mutate()
          },
        },
      ]}
    >
      <IconButton label={`You are ${name}`}>
        <CircleUserRound size={17} aria-hidden />
      </IconButton>
    </Menu>
  )
}
